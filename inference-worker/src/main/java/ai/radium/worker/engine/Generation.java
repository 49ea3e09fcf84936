package ai.radium.worker.engine;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.Map;

/**
 * A validated request.
 *
 * @param maxTokens limit of the answer, 0 = up to the context's end
 * @param options the other request fields that the client sent, by OpenAI's names
 * @param adapter its id, empty = the base model
 * @param account whose prompts may be read from the engine's cache for it, and no one else's; empty = of those without one
 */
public record Generation(Prompt prompt, int maxTokens, Map<String, JsonNode> options, String adapter, String account) {
    public Generation {
        options = Map.copyOf(options);
    }

    /** Of the base model. */
    public Generation(Prompt prompt, int maxTokens, Map<String, JsonNode> options) {
        this(prompt, maxTokens, options, "", "");
    }

    public Generation of(String otherAccount) {
        return new Generation(prompt, maxTokens, options, adapter, otherAccount);
    }

    public Generation withAdapter(String id) {
        return new Generation(prompt, maxTokens, options, id, account);
    }

    public Generation with(Prompt otherPrompt, Map<String, JsonNode> otherOptions) {
        return new Generation(otherPrompt, maxTokens, otherOptions, adapter, account);
    }

    /** The same with another limit. */
    public Generation limitedTo(int tokens) {
        return new Generation(prompt, tokens, options, adapter, account);
    }

    /** An option, missing when the client did not send it. */
    public JsonNode option(String name) {
        return options.getOrDefault(name, MissingNode.getInstance());
    }

    /** An option that is a number, 0 when absent. */
    public int number(String option) {
        return option(option).asInt();
    }

    public boolean has(String option) {
        return options.containsKey(option);
    }
}
