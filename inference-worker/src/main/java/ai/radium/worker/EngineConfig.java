package ai.radium.worker;

import ai.radium.worker.engine.Engine;
import ai.radium.worker.llama.Launch;
import ai.radium.worker.llama.LlamaEngine;
import ai.radium.worker.llama.Pooling;
import ai.radium.worker.llama.Speculation;
import ai.radium.worker.upstream.Upstream;
import ai.radium.worker.upstream.UpstreamEngine;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Which engine runs the model, and how. */
sealed interface EngineConfig {
    /** llama-server as the worker's child. */
    record LlamaCpp(Launch launch) implements EngineConfig {
        public LlamaCpp {
            if (!Files.isReadable(launch.model())) {
                throw new IllegalArgumentException("RADIUM_WORKER_MODEL: no readable file at " + launch.model());
            }
            if (!Files.isExecutable(launch.program())) {
                throw new IllegalArgumentException(
                        "RADIUM_LLAMA_SERVER: no program at " + launch.program() + "; engine/build.sh makes it");
            }
        }
    }

    /** A server that somebody else starts. */
    record OpenAiUpstream(Upstream upstream) implements EngineConfig {}

    default Engine start() {
        return switch (this) {
            case LlamaCpp(var launch) -> new LlamaEngine(launch);
            case OpenAiUpstream(var upstream) -> new UpstreamEngine(upstream);
        };
    }

    /** A name for the model, unless it is given one. */
    default String modelId() {
        return switch (this) {
            case LlamaCpp(var launch) -> launch.model().getFileName().toString().replaceFirst("\\.gguf$", "");
            case OpenAiUpstream(var upstream) -> upstream.model().orElse("upstream");
        };
    }

    /** Tokens of one generation as configured, 0 = what the engine says. */
    default int contextLength() {
        return switch (this) {
            case LlamaCpp(var launch) -> launch.contextLength();
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
        return new LlamaCpp(new Launch(
                environment.text("RADIUM_LLAMA_SERVER").map(Path::of).orElseGet(() -> builtEngine(environment)),
                Path.of(environment.required("RADIUM_WORKER_MODEL")),
                WorkerConfig.slots(environment),
                environment.number("RADIUM_WORKER_CONTEXT", 4096, 64),
                environment.number("RADIUM_WORKER_THREADS", Math.max(1, cores - 1), 1),
                environment.number("RADIUM_WORKER_BATCH", 128, 32),
                List.of(),
                embeddings(environment),
                Speculation.of(
                        environment.text("RADIUM_WORKER_SPECULATION"),
                        environment.text("RADIUM_WORKER_DRAFT_MODEL").map(Path::of))));
    }

    private static Optional<Pooling> embeddings(Environment environment) {
        String pooling = environment.text("RADIUM_WORKER_POOLING").orElse("model");
        if (!WorkerConfig.embeds(environment)) {
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
                environment.flag("RADIUM_WORKER_UPSTREAM_TOOLS")));
    }

    private static Path builtEngine(Environment environment) {
        Path cache = environment
                .text("XDG_CACHE_HOME")
                .map(Path::of)
                .orElseGet(() -> Path.of(environment.text("HOME").orElse("/"), ".cache"));
        return cache.resolve("radium/engine/llama.cpp-v0.5.0-1/llama-server");
    }
}
