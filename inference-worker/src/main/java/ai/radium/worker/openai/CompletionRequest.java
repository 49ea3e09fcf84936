package ai.radium.worker.openai;

import ai.radium.worker.engine.Generation;
import ai.radium.worker.engine.Prompt;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** A generation in OpenAI's words. */
public final class CompletionRequest {
    private CompletionRequest() {}

    public static String path(Generation generation) {
        return switch (generation.prompt()) {
            case Prompt.Chat _ -> "/v1/chat/completions";
            case Prompt.Text _, Prompt.Tokens _ -> "/v1/completions";
        };
    }

    public static ObjectNode body(Generation generation) {
        ObjectNode body = OpenAiClient.JSON.createObjectNode();
        switch (generation.prompt()) {
            case Prompt.Chat(var messages) -> body.set("messages", messages);
            case Prompt.Text(var text) -> body.put("prompt", text);
            case Prompt.Tokens(var ids) -> ids.forEach(body.putArray("prompt")::add);
        }
        generation.options().forEach(body::set);
        if (generation.maxTokens() > 0) {
            body.put("max_tokens", generation.maxTokens());
        }
        return body;
    }
}
