package ai.radium.worker.grammar;

import ai.radium.worker.engine.EngineRefusal;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Rules of GBNF under construction. Equal rules are one rule, and every part has a rule of its own: llama.cpp counts what a
 * repetition repeats, and a name counts as one.
 */
public final class Grammar {
    /** Characters of a whole grammar: 200 properties with long names need a quarter of it. */
    static final int MOST_CHARACTERS = 256 * 1024;

    /** Values of enum and const in all schemas of a request; OpenAI's number. */
    static final int MOST_LITERALS = 1_000;

    private final Map<String, String> rules = new LinkedHashMap<>();
    private final Map<String, String> names = new HashMap<>();
    private final String param;
    private int size;
    private int literals;

    /** @param param the request field that is to blame when the grammar grows too large */
    public Grammar(String param) {
        this.param = param;
    }

    /** The name of a rule with this body. */
    public String rule(String body) {
        String known = names.get(body);
        if (known != null) {
            return known;
        }
        String name = reserve();
        names.put(body, name);
        define(name, body);
        return name;
    }

    /** A name for a rule that refers to itself, to be defined later. */
    String reserve() {
        String name = "r" + rules.size();
        rules.put(name, "");
        return name;
    }

    void define(String name, String body) {
        size += name.length() + body.length();
        if (size > MOST_CHARACTERS) {
            throw EngineRefusal.invalid(
                    param,
                    param + ": the schema is too large; its grammar may have " + MOST_CHARACTERS + " characters");
        }
        rules.put(name, body);
    }

    void countLiterals(int more) {
        literals += more;
        if (literals > MOST_LITERALS) {
            throw EngineRefusal.invalid(
                    param, param + ": the schemas may list at most " + MOST_LITERALS + " values in enum and const");
        }
    }

    /** The text of the grammar whose answers are what {@code root} describes. */
    public String text(String root) {
        StringBuilder text = new StringBuilder("root ::= ").append(root).append('\n');
        rules.forEach(
                (name, body) -> text.append(name).append(" ::= ").append(body).append('\n'));
        return text.toString();
    }

    /** These very characters. */
    public static String literal(String text) {
        return '"'
                + text.replace("\\", "\\\\")
                        .replace("\"", "\\\"")
                        .replace("\n", "\\n")
                        .replace("\r", "\\r")
                + '"';
    }
}
