package ai.radium.worker.upstream;

import ai.radium.worker.engine.EngineLoad;
import ai.radium.worker.engine.EngineRefusal;
import ai.radium.worker.engine.Generation;
import ai.radium.worker.engine.Prompt;
import ai.radium.worker.openai.CompletionRequest;
import ai.radium.worker.openai.Counts;
import ai.radium.worker.openai.Dialect;
import ai.radium.worker.openai.OpenAiClient;
import ai.radium.worker.openai.Reply;
import ai.radium.worker.openai.TokenCount;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;

/**
 * OpenAI's API and no more: counts come with the end of a stream, and what a prompt has is found out by asking for one token.
 *
 * @param model the name that the server knows the model by
 */
record PlainDialect(String model) implements Dialect {
    @Override
    public ObjectNode body(Generation generation) {
        ObjectNode body = CompletionRequest.body(generation);
        body.put("model", generation.adapter().isEmpty() ? model : generation.adapter());
        if (generation.has("logprobs") && !(generation.prompt() instanceof Prompt.Chat)) {
            body.put("logprobs", generation.number("top_logprobs"));
            body.remove("top_logprobs");
        }
        if (generation.has("top_k") && generation.number("top_k") == 0) {
            body.remove("top_k"); // all, which is the default; SGLang knows no 0
        }
        return body;
    }

    @Override
    public void askForStream(ObjectNode body) {
        body.put("stream", true);
        body.putObject("stream_options").put("include_usage", true);
    }

    @Override
    public Optional<Counts> counts(JsonNode chunk) {
        return Optional.empty();
    }

    @Override
    public TokenCount count(OpenAiClient client, Generation generation) throws InterruptedException {
        return counted(client.post(CompletionRequest.path(generation), body(generation.limitedTo(1))));
    }

    static TokenCount counted(Reply reply) {
        return reply.isOk()
                ? new TokenCount.Counted(
                        reply.body().path("usage").path("prompt_tokens").asInt())
                : new TokenCount.Refused(reply);
    }

    @Override
    public boolean endsTextsEarly() {
        return true;
    }

    @Override
    public boolean keepsAccountsApart() {
        return false;
    }

    @Override
    public boolean tellsSteps() {
        return false;
    }

    @Override
    public EngineLoad load(OpenAiClient client) {
        return EngineLoad.UNKNOWN;
    }

    @Override
    public Optional<EngineRefusal> overflow(Reply reply, Prompt prompt, int contextLength) {
        if (!reply.body().path("error").path("code").asText().equals(EngineRefusal.CONTEXT_LENGTH_EXCEEDED)) {
            return Optional.empty();
        }
        return Optional.of(
                EngineRefusal.tooLong(prompt.param(), contextLength, "the request does not fit: " + reply.error()));
    }
}
