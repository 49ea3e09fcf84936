package ai.radium.worker.llama;

import ai.radium.worker.engine.Drafts;
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
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;

/** llama-server of llama.cpp: counts and timings in each chunk, an endpoint that counts a chat, numbers in an overflow. */
public final class LlamaDialect implements Dialect {
    private final ArrayNode adapterScales;
    private final boolean knowsSalts;

    /** Of a server without adapters. */
    public LlamaDialect(boolean knowsSalts) {
        this(OpenAiClient.JSON.createArrayNode(), knowsSalts);
    }

    /**
     * @param adapterScales every adapter of the server by its number
     * @param knowsSalts whether it reads a prompt from its cache for the account only that it read it for
     */
    LlamaDialect(ArrayNode adapterScales, boolean knowsSalts) {
        this.adapterScales = adapterScales;
        this.knowsSalts = knowsSalts;
    }

    /**
     * Whether it has the patch {@code engine/cache-by-salt}.
     *
     * @param properties the reply to {@code /props}
     */
    public static boolean knowsSalts(Reply properties) {
        return properties.body().path("cache_salt").asBoolean();
    }

    /** @param properties the reply to {@code /props} */
    public static boolean readsTools(Reply properties) {
        return properties
                .body()
                .path("chat_template_caps")
                .path("supports_tools")
                .asBoolean();
    }

    /** How many tokens its model knows, 0 = it does not say. */
    public static int vocabulary(OpenAiClient client) throws InterruptedException {
        return client.get("/v1/models")
                .body()
                .path("data")
                .path(0)
                .path("meta")
                .path("n_vocab")
                .asInt();
    }

    @Override
    public ObjectNode body(Generation generation) {
        ObjectNode body = CompletionRequest.body(generation);
        body.set("lora", adapterScales);
        if (knowsSalts) {
            body.put("cache_salt", generation.account());
        } else {
            body.put("cache_prompt", false); // what one account sent would show in another's counts and times
        }
        logprobs(generation, body);
        return body;
    }

    @Override
    public void askForStream(ObjectNode body) {
        // Without progress llama-server does not notice, before the whole prompt is read, that nobody listens any more.
        body.put("stream", true).put("timings_per_token", true).put("return_progress", true);
        body.putObject("stream_options").put("include_usage", true);
    }

    @Override
    public Optional<Counts> counts(JsonNode chunk) {
        if (chunk.has("prompt_progress") || !chunk.hasNonNull("timings")) {
            return Optional.empty();
        }
        JsonNode timings = chunk.get("timings");
        int cached = timings.path("cache_n").asInt();
        return Optional.of(new Counts(
                cached + timings.path("prompt_n").asInt(),
                cached,
                timings.path("predicted_n").asInt(),
                micros(timings.path("prompt_ms")),
                micros(timings.path("predicted_ms")),
                new Drafts(
                        timings.path("draft_n").asInt(),
                        timings.path("draft_n_accepted").asInt())));
    }

    @Override
    public TokenCount count(OpenAiClient client, Generation generation) throws InterruptedException {
        return switch (generation.prompt()) {
            case Prompt.Chat _ -> {
                Reply reply = client.post("/v1/chat/completions/input_tokens", body(generation));
                yield counted(reply, reply.body().path("input_tokens").asInt());
            }
            case Prompt.Tokens(var ids) -> new TokenCount.Counted(ids.size());
            case Prompt.Text(var text) -> {
                ObjectNode body = OpenAiClient.JSON.createObjectNode();
                body.put("content", text).put("add_special", true).put("parse_special", true);
                Reply reply = client.post("/tokenize", body);
                yield counted(reply, reply.body().path("tokens").size());
            }
        };
    }

    @Override
    public boolean endsTextsEarly() {
        return false;
    }

    @Override
    public boolean keepsAccountsApart() {
        return true;
    }

    @Override
    public boolean tellsSteps() {
        return true;
    }

    @Override
    public EngineLoad load(OpenAiClient client) throws InterruptedException {
        long held = 0;
        long room = 0;
        for (JsonNode slot : client.get("/slots").body()) {
            room += slot.path("n_ctx").asInt();
            if (slot.path("is_processing").asBoolean()) {
                held += slot.path("n_prompt_tokens").asInt(); // what the model has answered so far included
            }
        }
        double waiting = Metrics.read(client, "llamacpp:requests_deferred").orElse(0);
        return new EngineLoad(room == 0 ? 0 : (double) held / room, (int) waiting);
    }

    @Override
    public Optional<EngineRefusal> overflow(Reply reply, Prompt prompt, int contextLength) {
        JsonNode error = reply.body().path("error");
        if (!error.path("type").asText().equals("exceed_context_size_error")) {
            return Optional.empty();
        }
        return Optional.of(EngineRefusal.contextLengthExceeded(
                prompt.param(),
                error.path("n_prompt_tokens").asInt(),
                error.path("n_ctx").asInt()));
    }

    private static TokenCount counted(Reply reply, int tokens) {
        return reply.isOk() ? new TokenCount.Counted(tokens) : new TokenCount.Refused(reply);
    }

    /** llama-server gives no logprobs at all for zero alternatives, and takes their number as `logprobs` for text. */
    private static void logprobs(Generation generation, ObjectNode body) {
        if (!generation.has("logprobs")) {
            return;
        }
        int asked = Math.max(1, generation.number("top_logprobs"));
        if (generation.prompt() instanceof Prompt.Chat) {
            body.put("top_logprobs", asked);
        } else {
            body.remove("top_logprobs");
            body.put("logprobs", asked);
        }
    }

    private static long micros(JsonNode milliseconds) {
        return Math.round(milliseconds.asDouble() * 1000);
    }
}
