package ai.radium.worker;

import ai.radium.worker.engine.EmbeddingInput;
import ai.radium.worker.engine.Engine;
import ai.radium.worker.llama.BuiltEngine;
import ai.radium.worker.llama.Launch;
import ai.radium.worker.llama.LlamaEngine;
import ai.radium.worker.llama.Pooling;
import ai.radium.worker.llama.Speculation;
import ai.radium.worker.model.LocalModel;
import ai.radium.worker.model.ServedModel;
import ai.radium.worker.model.fetch.ModelFailure;
import ai.radium.worker.openai.Pulse;
import ai.radium.worker.upstream.Upstream;
import ai.radium.worker.upstream.UpstreamEngine;
import ai.radium.worker.wordpiece.EmbeddingReader;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/** Which engine runs the model, and how. */
sealed interface EngineConfig {
    /** llama-server as the worker's child. */
    record LlamaCpp(
            ServedModel model,
            Path program,
            int slots,
            int contextLength,
            int threads,
            int batch,
            Optional<Pooling> embeddings,
            Speculation speculation,
            Pulse.Limits pulse)
            implements EngineConfig {
        public LlamaCpp {
            if (!Files.isExecutable(program)) {
                throw new IllegalArgumentException(
                        "RADIUM_LLAMA_SERVER: no program at " + program + "; engine/build.sh makes it");
            }
        }

        /** Blocks until the model is here. */
        private Engine arrive(Consumer<String> progress) throws ModelFailure, IOException, InterruptedException {
            LocalModel local = model.open(slots, contextLength, progress);
            Launch launch = new Launch(
                    program,
                    local.file(),
                    slots,
                    local.contextLength(),
                    threads,
                    batch,
                    List.of(),
                    embeddings,
                    speculation,
                    local.longestToken().orElse(Integer.MAX_VALUE),
                    pulse);
            return new LlamaEngine(
                    launch,
                    local.wordPieces()
                            .<UnaryOperator<EmbeddingInput>>map(
                                    words -> new EmbeddingReader(words, local.contextLength()))
                            .orElse(UnaryOperator.identity()));
        }
    }

    /** A server that somebody else starts. */
    record OpenAiUpstream(Upstream upstream) implements EngineConfig {}

    /** @param failed called when the engine will never take work */
    default Engine start(Consumer<Exception> failed) {
        return switch (this) {
            case LlamaCpp llama -> new ArrivingEngine(llama::arrive, failed);
            case OpenAiUpstream(var upstream) -> new UpstreamEngine(upstream);
        };
    }

    /** A name for the model, unless it is given one. */
    default String modelId() {
        return switch (this) {
            case LlamaCpp llama -> llama.model().name();
            case OpenAiUpstream(var upstream) -> upstream.model().orElse("upstream");
        };
    }

    /** Whether its model is known to make embeddings, or it is told so. */
    default boolean embeds() {
        return switch (this) {
            case LlamaCpp llama -> llama.embeddings().isPresent();
            case OpenAiUpstream _ -> false;
        };
    }

    /** Tokens of one generation as configured, 0 = what the engine says. */
    default int contextLength() {
        return switch (this) {
            case LlamaCpp llama -> llama.contextLength();
            case OpenAiUpstream(var upstream) -> upstream.contextLength().orElse(0);
        };
    }

    static EngineConfig from(Environment environment) {
        return switch (environment.text("RADIUM_WORKER_ENGINE").orElse("llamacpp")) {
            case "llamacpp" -> llamaCpp(environment);
            case "openai-upstream" -> upstream(environment);
            case String other ->
                throw new IllegalArgumentException(
                        "RADIUM_WORKER_ENGINE must be llamacpp or openai-upstream, is " + other);
        };
    }

    private static LlamaCpp llamaCpp(Environment environment) {
        int cores = Runtime.getRuntime().availableProcessors();
        ServedModel model = ServedModel.from(environment.variables());
        return new LlamaCpp(
                model,
                BuiltEngine.program(environment.variables()),
                WorkerConfig.slots(environment),
                environment.number("RADIUM_WORKER_CONTEXT", 4096, 64),
                environment.number("RADIUM_WORKER_THREADS", Math.max(1, cores - 1), 1),
                environment.number("RADIUM_WORKER_BATCH", 128, 32),
                embeddings(environment, model),
                Speculation.of(
                        environment.text("RADIUM_WORKER_SPECULATION"),
                        environment.text("RADIUM_WORKER_DRAFT_MODEL").map(Path::of)),
                pulse(environment));
    }

    private static Pulse.Limits pulse(Environment environment) {
        return new Pulse.Limits(
                Duration.ofSeconds(environment.number("RADIUM_WORKER_ENGINE_HEALTH_SECONDS", 5, 1)),
                Duration.ofSeconds(environment.number("RADIUM_WORKER_ENGINE_PROGRESS_SECONDS", 30, 1)));
    }

    private static Optional<Pooling> embeddings(Environment environment, ServedModel model) {
        String pooling = environment.text("RADIUM_WORKER_POOLING").orElse("model");
        if (!WorkerConfig.embeds(environment).orElseGet(model::embeds)) {
            return Optional.empty();
        }
        return Optional.of(Pooling.named(pooling)
                .orElseThrow(() -> new IllegalArgumentException(
                        "RADIUM_WORKER_POOLING must be model, mean, cls or last, is " + pooling)));
    }

    private static OpenAiUpstream upstream(Environment environment) {
        String url = environment.required("RADIUM_WORKER_UPSTREAM_URL").replaceFirst("(/v1)?/?$", "");
        URI address = URI.create(url);
        if (address.getScheme() == null || !Set.of("http", "https").contains(address.getScheme())) {
            throw new IllegalArgumentException(
                    "RADIUM_WORKER_UPSTREAM_URL must begin with http:// or https://, is " + url);
        }
        return new OpenAiUpstream(new Upstream(
                address,
                environment.text("RADIUM_WORKER_UPSTREAM_KEY").orElse(""),
                environment.text("RADIUM_WORKER_UPSTREAM_MODEL"),
                environment.number("RADIUM_WORKER_CONTEXT"),
                environment.flag("RADIUM_WORKER_UPSTREAM_TOOLS"),
                pulse(environment)));
    }
}
