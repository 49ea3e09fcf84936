package ai.radium.worker.llama;

import ai.radium.worker.engine.EngineRefusal;
import ai.radium.worker.engine.Generation;
import ai.radium.worker.engine.Prompt;
import ai.radium.worker.grammar.Grammar;
import ai.radium.worker.grammar.SchemaGrammar;
import ai.radium.worker.toolcall.ToolChoice;
import ai.radium.worker.toolcall.ToolGrammar;
import ai.radium.worker.toolcall.ToolPrompt;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.StreamSupport;

/**
 * What a client may rely on in an answer, made certain: response formats, required tools and strict ones by a grammar of the
 * worker's own. llama-server's own ways are softer (v0.5.0): it ignores what it does not know in a schema, and lets the
 * model talk where a call is required.
 */
final class Constraint {
    private static final Set<String> TOOL_OPTIONS = Set.of("tools", "tool_choice", "parallel_tool_calls");
    private static final String RESPONSE_FORMAT = "response_format";
    private static final String GRAMMAR = "grammar";

    private Constraint() {}

    /**
     * The generation with a grammar in place of what asked for it; one that has a grammar as it is.
     *
     * @param templateReadsTools whether the model's chat template knows tools, calls and results
     * @throws EngineRefusal naming what in a schema cannot be enforced
     */
    static Generation on(Generation generation, boolean templateReadsTools) {
        if (!(generation.prompt() instanceof Prompt.Chat(var messages)) || generation.has(GRAMMAR)) {
            return generation;
        }
        ArrayNode readable = templateReadsTools ? messages : ToolPrompt.withCallsAsText(messages);
        if (!generation.has("tools")) {
            return formatted(generation, readable);
        }
        JsonNode tools = generation.option("tools");
        ToolChoice choice = ToolChoice.of(generation.option("tool_choice"));
        boolean loose = choice instanceof ToolChoice.Auto && !generation.has(RESPONSE_FORMAT) && !anyStrict(tools);
        if (loose && templateReadsTools) {
            return generation;
        }
        ArrayNode described = ToolPrompt.withTools(readable, tools, choice);
        return with(generation, described, grammar(generation, tools, choice)).writingCalls();
    }

    private static Generation formatted(Generation generation, ArrayNode messages) {
        if (!generation.has(RESPONSE_FORMAT)) {
            return generation.with(new Prompt.Chat(messages), generation.options());
        }
        Grammar grammar = new Grammar(RESPONSE_FORMAT);
        return with(generation, messages, grammar.text(format(grammar, generation)));
    }

    private static String grammar(Generation generation, JsonNode tools, ToolChoice choice) {
        Grammar grammar = new Grammar("tools");
        boolean several = generation
                .options()
                .getOrDefault("parallel_tool_calls", TextNode.valueOf(""))
                .asBoolean();
        String calls = ToolGrammar.calls(grammar, tools, choice, several);
        if (!(choice instanceof ToolChoice.Auto)) {
            return grammar.text(calls);
        }
        String otherwise =
                generation.has(RESPONSE_FORMAT) ? format(grammar, generation) : ToolGrammar.plainText(grammar);
        return grammar.text("[ \\n]{0,2} (" + calls + " | " + otherwise + ")");
    }

    private static String format(Grammar grammar, Generation generation) {
        JsonNode schema = generation.option(RESPONSE_FORMAT).path("json_schema").path("schema");
        return schema.isEmpty()
                ? SchemaGrammar.anyObject(grammar)
                : SchemaGrammar.rule(grammar, schema, RESPONSE_FORMAT);
    }

    /** With reasoning set apart, llama-server would look for it in text that cannot hold any. */
    private static Generation with(Generation generation, ArrayNode messages, String grammar) {
        Map<String, JsonNode> options = new HashMap<>(generation.options());
        options.keySet().removeAll(TOOL_OPTIONS);
        options.remove(RESPONSE_FORMAT);
        options.put(GRAMMAR, TextNode.valueOf(grammar));
        options.put("reasoning_format", TextNode.valueOf("none"));
        return generation.with(new Prompt.Chat(messages), options);
    }

    private static boolean anyStrict(JsonNode tools) {
        return StreamSupport.stream(tools.spliterator(), false)
                .anyMatch(tool -> tool.path("function").path("strict").asBoolean());
    }
}
