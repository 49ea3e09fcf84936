package ai.radium.worker.upstream;

import ai.radium.worker.engine.EngineState;
import ai.radium.worker.llama.LlamaDialect;
import ai.radium.worker.openai.Completions;
import ai.radium.worker.openai.Dialect;
import ai.radium.worker.openai.OpenAiClient;
import ai.radium.worker.openai.Pulse;
import ai.radium.worker.openai.Reply;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/** What a look at the server shows. */
sealed interface Look {
    record Usable(Completions completions, EngineState.Ready ready, ServerKind kind) implements Look {}

    record Useless(String reason) implements Look {}

    /**
     * Asks what it serves.
     *
     * @param pulse of the server
     */
    static Look at(OpenAiClient client, Upstream upstream, Pulse pulse) throws InterruptedException {
        Reply reply = client.get("/v1/models");
        if (!reply.isOk()) {
            return refused("/v1/models", reply);
        }
        JsonNode models = reply.body().path("data");
        for (JsonNode model : models) {
            // An adapter has the base model as its parent.
            if (upstream.model().map(model.path("id").asText()::equals).orElse(!model.hasNonNull("parent"))) {
                return at(model, client, upstream, pulse);
            }
        }
        String missed = upstream.model().map(name -> "the model " + name).orElse("any model");
        return new Useless("the server does not serve " + missed + ", but [" + names(models) + "]");
    }

    private static Look at(JsonNode model, OpenAiClient client, Upstream upstream, Pulse pulse)
            throws InterruptedException {
        ServerKind kind = ServerKind.of(model.path("owned_by").asText());
        int own = model.path("max_model_len")
                .asInt(model.path("meta").path("n_ctx").asInt());
        OptionalInt wanted = upstream.contextLength();
        if (own == 0 && wanted.isEmpty()) {
            return new Useless("the server does not tell how many tokens its context holds: set RADIUM_WORKER_CONTEXT");
        }
        int contextLength = own == 0 ? wanted.orElseThrow() : Math.min(own, wanted.orElse(own));
        boolean readsTools = upstream.readsTools().orElse(false);
        boolean knowsSalts = false;
        if (kind == ServerKind.LLAMA) {
            Reply properties = client.get("/props"); // older ones show their models without a key, this never
            if (!properties.isOk()) {
                return refused("/props", properties);
            }
            readsTools = upstream.readsTools().orElse(LlamaDialect.readsTools(properties));
            knowsSalts = LlamaDialect.knowsSalts(properties);
        }
        return new Usable(
                new Completions(client, dialect(kind, model.path("id").asText(), knowsSalts), contextLength, pulse),
                new EngineState.Ready(
                        contextLength,
                        readsTools,
                        model.path("meta").path("n_vocab").asInt()),
                kind);
    }

    private static Useless refused(String path, Reply reply) {
        String why = reply.status() == 401 ? ": it does not take RADIUM_WORKER_UPSTREAM_KEY" : "";
        return new Useless("the server answers " + path + " with status " + reply.status() + why);
    }

    private static Dialect dialect(ServerKind kind, String model, boolean knowsSalts) {
        return switch (kind) {
            case VLLM, SGLANG -> new VllmDialect(new PlainDialect(model), kind);
            case LLAMA -> new LlamaDialect(knowsSalts);
            case OTHER -> new PlainDialect(model);
        };
    }

    private static String names(JsonNode models) {
        return StreamSupport.stream(models.spliterator(), false)
                .map(model -> model.path("id").asText())
                .collect(Collectors.joining(", "));
    }
}
