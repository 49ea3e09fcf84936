package ai.radium.worker.grammar;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** JSON itself. The only white space is one optional space behind a comma or a colon, so that no answer ends in blanks. */
final class JsonGrammar {
    static final String STRING_CHARACTER =
            "[\\x20-\\x21\\x23-\\x5B\\x5D-\\x7E\\u00A0-\\uD7FF\\uE000-\\uFFFD\\U00010000-\\U0010FFFF] | \"\\\\\" [\"\\\\/bfnrt]";
    private static final String QUOTE = "\"\\\"\"";

    private final Grammar grammar;
    private @Nullable String any; // its rule, from the first use on

    JsonGrammar(Grammar grammar) {
        this.grammar = grammar;
    }

    String comma() {
        return grammar.rule("\",\" \" \"?");
    }

    String colon() {
        return grammar.rule("\":\" \" \"?");
    }

    String character() {
        return grammar.rule(STRING_CHARACTER);
    }

    String quoted(String expression) {
        return grammar.rule(QUOTE + " " + expression + " " + QUOTE);
    }

    String string() {
        return quoted(character() + "*");
    }

    /** Any value. */
    String any() {
        if (any != null) {
            return any;
        }
        String rule = grammar.reserve();
        any = rule;
        String number = grammar.rule(String.join(" | ", new NumberRange(null, false, null, false).numbers()));
        List<String> kinds = List.of(
                object(rule), array(rule, 0, Integer.MAX_VALUE), string(), number, "\"true\" | \"false\" | \"null\"");
        grammar.define(rule, String.join(" | ", kinds));
        return rule;
    }

    /** An object whose members, of any names, have such values. */
    String object(String value) {
        String member = grammar.rule(string() + " " + colon() + " " + value);
        String more = grammar.rule(comma() + " " + member);
        return grammar.rule("\"{\" (" + member + " " + more + "*)? \"}\"");
    }

    String array(String item, int least, int most) {
        if (most == 0) {
            return grammar.rule("\"[]\"");
        }
        String more = grammar.rule(comma() + " " + item);
        String items = item + " " + more + times(Math.max(0, least - 1), most == Integer.MAX_VALUE ? most : most - 1);
        return grammar.rule("\"[\" " + (least == 0 ? "(" + items + ")?" : items) + " \"]\"");
    }

    /** A repetition; the largest whole number means no end. */
    static String times(int least, int most) {
        if (most == Integer.MAX_VALUE) {
            return least == 0 ? "*" : "{" + least + ",}";
        }
        return "{" + least + "," + most + "}";
    }
}
