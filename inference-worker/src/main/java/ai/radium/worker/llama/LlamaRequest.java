package ai.radium.worker.llama;

import ai.radium.worker.engine.Generation;
import ai.radium.worker.engine.Prompt;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** A generation in llama-server's words, which are OpenAI's but for logprobs. */
final class LlamaRequest {
    private LlamaRequest() {}

    static String path(Generation generation) {
        return switch (generation.prompt()) {
            case Prompt.Chat _ -> "/v1/chat/completions";
            case Prompt.Text _ -> "/v1/completions";
        };
    }

    static ObjectNode streamBody(Generation generation) {
        ObjectNode body = body(generation);
        // Without progress llama-server does not notice, before the whole prompt is read, that nobody listens any more.
        body.put("stream", true).put("timings_per_token", true).put("return_progress", true);
        body.putObject("stream_options").put("include_usage", true);
        return body;
    }

    static ObjectNode body(Generation generation) {
        ObjectNode body = LlamaClient.JSON.createObjectNode();
        switch (generation.prompt()) {
            case Prompt.Chat(var messages) -> body.set("messages", messages);
            case Prompt.Text(var text) -> body.put("prompt", text);
        }
        generation.options().forEach(body::set);
        if (generation.maxTokens() > 0) {
            body.put("max_tokens", generation.maxTokens());
        }
        logprobs(generation, body);
        return body;
    }

    /** llama-server gives no logprobs at all for zero alternatives, and takes their number as `logprobs` for text. */
    private static void logprobs(Generation generation, ObjectNode body) {
        if (!generation.has("logprobs")) {
            return;
        }
        int asked = Math.max(1, generation.number("top_logprobs"));
        if (generation.prompt() instanceof Prompt.Text) {
            body.remove("top_logprobs");
            body.put("logprobs", asked);
        } else {
            body.put("top_logprobs", asked);
        }
    }
}
