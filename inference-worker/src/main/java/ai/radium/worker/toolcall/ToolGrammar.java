package ai.radium.worker.toolcall;

import ai.radium.worker.engine.EngineRefusal;
import ai.radium.worker.grammar.Grammar;
import ai.radium.worker.grammar.SchemaGrammar;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/** The rules of answers that call tools. */
public final class ToolGrammar {
    /** Calls in one answer, where several are allowed: a model that repeats itself must come to an end. */
    static final int MOST_CALLS = 8;

    /** Marks the beginning of a call; other answers do not begin with it. */
    private static final String MARK = "<tool_call>";

    private ToolGrammar() {}

    /**
     * The rule of one call, or of up to eight.
     *
     * @param tools OpenAI's tools, validated
     * @throws EngineRefusal naming the parameters that cannot be enforced
     */
    public static String calls(Grammar grammar, JsonNode tools, ToolChoice choice, boolean several) {
        List<String> calls = new ArrayList<>();
        for (int i = 0; i < tools.size(); i++) {
            JsonNode function = tools.get(i).path("function");
            String name = function.path("name").asText();
            if (!(choice instanceof ToolChoice.Named(var chosen)) || chosen.equals(name)) {
                calls.add(Grammar.literal(CallText.START + name + CallText.BEFORE_ARGUMENTS) + " "
                        + arguments(grammar, function.path("parameters"), "tools[" + i + "].function.parameters") + " "
                        + Grammar.literal(CallText.END));
            }
        }
        String call = grammar.rule(String.join(" | ", calls));
        if (!several || choice instanceof ToolChoice.Named) {
            return call;
        }
        String next = grammar.rule(Grammar.literal("\n") + " " + call);
        return grammar.rule(call + " " + next + "{0," + (MOST_CALLS - 1) + "}");
    }

    /** The rule of any text that does not begin with a call. */
    public static String plainText(Grammar grammar) {
        String rest = grammar.rule("[^\\x00]*");
        List<String> beginnings = new ArrayList<>();
        for (int i = 0; i < MARK.length(); i++) {
            String same = i == 0 ? "" : Grammar.literal(MARK.substring(0, i)) + " ";
            beginnings.add(same + "[^\\x00" + MARK.charAt(i) + (i == 0 ? " \\n" : "") + "] " + rest);
        }
        return grammar.rule(String.join(" | ", beginnings));
    }

    private static String arguments(Grammar grammar, JsonNode parameters, String param) {
        if (parameters.isMissingNode() || parameters.isNull()) {
            return Grammar.literal("{}");
        }
        if (parameters.isEmpty()) {
            return SchemaGrammar.anyObject(grammar);
        }
        if (!parameters.path("type").asText("object").equals("object")) {
            throw EngineRefusal.invalid(param, param + " must be a schema of type object");
        }
        return SchemaGrammar.rule(grammar, parameters, param);
    }
}
