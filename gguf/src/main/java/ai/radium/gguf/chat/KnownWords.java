package ai.radium.gguf.chat;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The words of Jinja that are rendered here as the engine does; a template with another one is refused. */
final class KnownWords {
    private static final Set<String> TAGS =
            Set.of("for", "endfor", "if", "elif", "else", "endif", "set", "macro", "endmacro", "break", "continue");

    /** Some of them are known and refuse when they are used: see Jinja. */
    private static final Set<String> FILTERS = Set.of(
            "trim",
            "length",
            "count",
            "list",
            "string",
            "selectattr",
            "rejectattr",
            "first",
            "last",
            "upper",
            "lower",
            "join",
            "tojson",
            "items",
            "map",
            "safe",
            "default",
            "replace",
            "dictsort",
            "indent");

    private static final Set<String> TESTS = Set.of(
            "defined",
            "undefined",
            "none",
            "string",
            "mapping",
            "iterable",
            "sequence",
            "true",
            "false",
            "number",
            "boolean");

    private static final Set<String> METHODS = Set.of(
            "startswith",
            "endswith",
            "strip",
            "lstrip",
            "rstrip",
            "split",
            "replace",
            "upper",
            "lower",
            "items",
            "get",
            "keys");

    private static final Set<String> FUNCTIONS =
            Set.of("raise_exception", "namespace", "strftime_now", "range", "caller");

    /** What may stand before a parenthesis and is no function. */
    private static final Set<String> KEYWORDS =
            Set.of("if", "elif", "else", "and", "or", "not", "in", "is", "set", "for", "macro");

    private static final Pattern TAG = Pattern.compile("^\\{%[-+]?\\s*(\\w+)");
    private static final Pattern MACRO = Pattern.compile("^\\{%[-+]?\\s*macro\\s+(\\w+)");
    private static final Pattern FILTER = Pattern.compile("\\|\\s*(\\w+)");
    private static final Pattern TEST = Pattern.compile("\\bis\\s+(?:not\\s+)?(\\w+)");
    private static final Pattern METHOD = Pattern.compile("\\.\\s*(\\w+)\\s*\\(");
    private static final Pattern FUNCTION = Pattern.compile("(?<![\\w.|])(?<!\\|\\s)(\\w+)\\s*\\(");

    private KnownWords() {}

    /** @throws UnsupportedTemplate that names the first word that is not known */
    static void check(String template) throws UnsupportedTemplate {
        List<String> parts = TemplateCode.of(template);
        Set<String> functions = new HashSet<>(FUNCTIONS);
        functions.addAll(KEYWORDS);
        functions.addAll(TESTS);
        parts.stream().flatMap(part -> words(MACRO, part)).forEach(functions::add);
        for (String part : parts) {
            refuseUnknown("tag", words(TAG, part), TAGS);
            refuseUnknown("filter", words(FILTER, part), FILTERS);
            refuseUnknown("test", words(TEST, part), TESTS);
            refuseUnknown("method", words(METHOD, part), METHODS);
            refuseUnknown("function", words(FUNCTION, part), functions);
        }
    }

    private static void refuseUnknown(String kind, Stream<String> words, Set<String> known) throws UnsupportedTemplate {
        Set<String> unknown = words.filter(word -> !known.contains(word)).collect(Collectors.toSet());
        if (!unknown.isEmpty()) {
            throw new UnsupportedTemplate("the model's chat template uses the " + kind + " '"
                    + unknown.iterator().next() + "', which is not known here");
        }
    }

    private static Stream<String> words(Pattern pattern, String part) {
        return pattern.matcher(part).results().map(result -> result.group(1));
    }
}
