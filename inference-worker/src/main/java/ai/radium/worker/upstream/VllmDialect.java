package ai.radium.worker.upstream;

import ai.radium.worker.engine.EngineLoad;
import ai.radium.worker.engine.EngineRefusal;
import ai.radium.worker.engine.Generation;
import ai.radium.worker.engine.Prompt;
import ai.radium.worker.openai.CompletionRequest;
import ai.radium.worker.openai.Counts;
import ai.radium.worker.openai.Dialect;
import ai.radium.worker.openai.Metrics;
import ai.radium.worker.openai.OpenAiClient;
import ai.radium.worker.openai.Reply;
import ai.radium.worker.openai.TokenCount;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;

/**
 * vLLM, and SGLang, which follows it: usage in each chunk, a tokenizer, metrics. Fields: vLLM's {@code StreamOptions},
 * {@code TokenizeChatRequest} and {@code TokenizeCompletionRequest}; SGLang's {@code StreamOptions}.
 */
record VllmDialect(PlainDialect plain, ServerKind kind) implements Dialect {
    /** vLLM refuses an empty salt, and callers without an account are one. */
    private static final String SALT = "account:";

    @Override
    public ObjectNode body(Generation generation) {
        ObjectNode body = plain.body(generation);
        body.put("cache_salt", SALT + generation.account());
        if (kind == ServerKind.SGLANG && !generation.adapter().isEmpty()) {
            body.put("model", plain.model()).put("lora_path", generation.adapter());
        }
        return body;
    }

    @Override
    public void askForStream(ObjectNode body) {
        body.put("stream", true);
        body.putObject("stream_options").put("include_usage", true).put("continuous_usage_stats", true);
    }

    @Override
    public Optional<Counts> counts(JsonNode chunk) {
        if (!chunk.hasNonNull("usage")) {
            return Optional.empty();
        }
        JsonNode usage = chunk.get("usage");
        return Optional.of(new Counts(
                usage.path("prompt_tokens").asInt(),
                usage.path("prompt_tokens_details").path("cached_tokens").asInt(),
                usage.path("completion_tokens").asInt(),
                0,
                0));
    }

    @Override
    public TokenCount count(OpenAiClient client, Generation generation) throws InterruptedException {
        ObjectNode body = OpenAiClient.JSON.createObjectNode().put("model", plain.model());
        switch (generation.prompt()) {
            case Prompt.Chat(var messages) -> {
                if (kind == ServerKind.SGLANG) {
                    return bySpeaking(client, generation); // its tokenizer reads text only
                }
                body.set("messages", messages);
                body.put("add_generation_prompt", true);
                Optional.ofNullable(generation.options().get("tools")).ifPresent(tools -> body.set("tools", tools));
            }
            case Prompt.Tokens(var ids) -> {
                return new TokenCount.Counted(ids.size());
            }
            case Prompt.Text(var text) -> body.put("prompt", text).put("add_special_tokens", true);
        }
        Reply reply = client.post("/tokenize", body);
        return reply.isOk()
                ? new TokenCount.Counted(reply.body().path("count").asInt())
                : new TokenCount.Refused(reply);
    }

    private TokenCount bySpeaking(OpenAiClient client, Generation generation) throws InterruptedException {
        return PlainDialect.counted(client.post(CompletionRequest.path(generation), body(generation.limitedTo(1))));
    }

    @Override
    public boolean endsTextsEarly() {
        return plain.endsTextsEarly();
    }

    @Override
    public boolean keepsAccountsApart() {
        return true;
    }

    @Override
    public boolean tellsSteps() {
        return false;
    }

    @Override
    public EngineLoad load(OpenAiClient client) throws InterruptedException {
        return new EngineLoad(Metrics.read(client, kind.kvUse()).orElse(0), (int)
                Metrics.read(client, kind.waiting()).orElse(0));
    }

    @Override
    public Optional<EngineRefusal> overflow(Reply reply, Prompt prompt, int contextLength) {
        return plain.overflow(reply, prompt, contextLength);
    }
}
