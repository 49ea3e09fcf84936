package ai.radium.gguf.tokenizer;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How a text is cut into words before byte pairs are merged within each: {@code tokenizer.ggml.pre}. The patterns are those of
 * llama.cpp's llm_tokenizer_bpe, one after the other on what those before have left.
 */
enum WordRule {
    GPT2(false, false, List.of("gpt-2", "phi-2", "exaone4"), List.of(Patterns.GPT2)),
    SMOLLM(false, false, List.of("smollm"), List.of("\\p{N}", Patterns.GPT2)),
    LLAMA3(
            true,
            true,
            List.of("llama-bpe", "llama3", "llama-v3", "falcon3", "falcon-h1", "pixtral", "midm-2.0", "lfm2"),
            List.of(Patterns.cased("\\p{N}{1,3}"))),
    QWEN2(
            false,
            false,
            List.of("qwen2", "deepseek-r1-qwen", "kormo", "megrez", "stablelm2"),
            List.of(Patterns.cased("\\p{N}"))),
    DEFAULT(
            false,
            false,
            List.of("default"),
            List.of("[\\p{P}\\$\\+<=>\\^~\\|]+", Patterns.GPT2, "\\p{N}+", "[0-9][0-9][0-9]"));

    private final boolean takesWholeWords;
    private final boolean beginsTexts;

    @SuppressWarnings("ImmutableEnumChecker") // A list of List.of.
    private final List<String> names;

    @SuppressWarnings("ImmutableEnumChecker") // A list that toList made; patterns do not change.
    private final List<Pattern> patterns;

    WordRule(boolean takesWholeWords, boolean beginsTexts, List<String> names, List<String> patterns) {
        this.takesWholeWords = takesWholeWords;
        this.beginsTexts = beginsTexts;
        this.names = names;
        // White space is what Unicode takes for it, also beyond ASCII.
        this.patterns = patterns.stream()
                .map(pattern -> Pattern.compile(pattern, Pattern.UNICODE_CHARACTER_CLASS))
                .toList();
    }

    static Optional<WordRule> named(String name) {
        return Arrays.stream(values()).filter(rule -> rule.names.contains(name)).findFirst();
    }

    /** Whether a word that is a token is that token, whatever the merges say. */
    boolean takesWholeWords() {
        return takesWholeWords;
    }

    /** Whether the token that begins texts is added, unless the file says otherwise. */
    boolean beginsTexts() {
        return beginsTexts;
    }

    List<String> words(String text) {
        List<String> words = List.of(text);
        for (Pattern pattern : patterns) {
            words = words.stream().flatMap(word -> cut(word, pattern).stream()).toList();
        }
        return words;
    }

    /** What the pattern finds, and what lies between. */
    private static List<String> cut(String text, Pattern pattern) {
        List<String> parts = new ArrayList<>();
        Matcher matcher = pattern.matcher(text);
        int done = 0;
        while (matcher.find()) {
            if (matcher.start() > done) {
                parts.add(text.substring(done, matcher.start()));
            }
            parts.add(matcher.group());
            done = matcher.end();
        }
        if (done < text.length()) {
            parts.add(text.substring(done));
        }
        return parts;
    }

    private static final class Patterns {
        static final String GPT2 = "'s|'t|'re|'ve|'m|'ll|'d| ?\\p{L}+| ?\\p{N}+| ?[^\\s\\p{L}\\p{N}]+|\\s+(?!\\S)|\\s+";

        static String cased(String digits) {
            return "(?:'[sS]|'[tT]|'[rR][eE]|'[vV][eE]|'[mM]|'[lL][lL]|'[dD])|[^\\r\\n\\p{L}\\p{N}]?\\p{L}+|" + digits
                    + "| ?[^\\s\\p{L}\\p{N}]+[\\r\\n]*|\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+";
        }
    }
}
