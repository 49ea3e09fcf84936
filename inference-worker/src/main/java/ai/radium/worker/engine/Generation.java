package ai.radium.worker.engine;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * A validated request.
 *
 * @param maxTokens limit of the answer, 0 = up to the context's end
 * @param options the other request fields that the client sent, by OpenAI's names
 * @param adapter its id, empty = the base model
 * @param account whose prompts may be read from the engine's cache for it, and no one else's; empty = of those without one
 * @param writesCalls whether the text of the answer may be calls of tools, which the engine reads out of it
 */
public record Generation(
        Prompt prompt,
        int maxTokens,
        Map<String, JsonNode> options,
        String adapter,
        String account,
        boolean writesCalls) {
    public Generation {
        options = Map.copyOf(options);
    }

    /** As a client asks for it. */
    public Generation(Prompt prompt, int maxTokens, Map<String, JsonNode> options, String adapter, String account) {
        this(prompt, maxTokens, options, adapter, account, false);
    }

    /** Of the base model. */
    public Generation(Prompt prompt, int maxTokens, Map<String, JsonNode> options) {
        this(prompt, maxTokens, options, "", "");
    }

    public Generation of(String otherAccount) {
        return new Generation(prompt, maxTokens, options, adapter, otherAccount, writesCalls);
    }

    public Generation withAdapter(String id) {
        return new Generation(prompt, maxTokens, options, id, account, writesCalls);
    }

    public Generation with(Prompt otherPrompt, Map<String, JsonNode> otherOptions) {
        return new Generation(otherPrompt, maxTokens, otherOptions, adapter, account, writesCalls);
    }

    public Generation without(Set<String> someOptions) {
        Map<String, JsonNode> others = new HashMap<>(options);
        others.keySet().removeAll(someOptions);
        return with(prompt, others);
    }

    /** The same, whose answer may be calls. */
    public Generation writingCalls() {
        return new Generation(prompt, maxTokens, options, adapter, account, true);
    }

    /** The same with another limit. */
    public Generation limitedTo(int tokens) {
        return new Generation(prompt, tokens, options, adapter, account, writesCalls);
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
