package ai.radium.worker;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** The worker's configuration, read from the environment; README.md describes every key. */
record WorkerConfig(
        String host,
        int port,
        int managementPort,
        Path model,
        String modelId,
        int slots,
        int context,
        int threads,
        int batch,
        int queue,
        Duration drainWait,
        Optional<Path> usageLog,
        Path engine) {
    WorkerConfig {
        atLeast("RADIUM_WORKER_SLOTS", slots, 1);
        atLeast("RADIUM_WORKER_CONTEXT", context, 64);
        atLeast("RADIUM_WORKER_THREADS", threads, 1);
        atLeast("RADIUM_WORKER_BATCH", batch, 32);
        atLeast("RADIUM_WORKER_QUEUE", queue, 0);
        if (!Files.isReadable(model)) {
            throw new IllegalArgumentException("RADIUM_WORKER_MODEL: no readable file at " + model);
        }
        if (!Files.isExecutable(engine)) {
            throw new IllegalArgumentException(
                    "RADIUM_LLAMA_SERVER: no program at " + engine + "; engine/build.sh makes it");
        }
    }

    static WorkerConfig from(Map<String, String> environment) {
        Source source = new Source(environment);
        Path model = Path.of(source.required("RADIUM_WORKER_MODEL"));
        int slots = source.number("RADIUM_WORKER_SLOTS", 4);
        return new WorkerConfig(
                source.text("RADIUM_WORKER_HOST").orElse("127.0.0.1"),
                source.number("RADIUM_WORKER_PORT", 9500),
                source.number("RADIUM_WORKER_MANAGEMENT_PORT", 9501),
                model,
                source.text("RADIUM_WORKER_MODEL_ID")
                        .orElseGet(() -> model.getFileName().toString().replaceFirst("\\.gguf$", "")),
                slots,
                source.number("RADIUM_WORKER_CONTEXT", 4096),
                source.number(
                        "RADIUM_WORKER_THREADS",
                        Math.max(1, Runtime.getRuntime().availableProcessors() - 1)),
                source.number("RADIUM_WORKER_BATCH", 128),
                source.number("RADIUM_WORKER_QUEUE", 4 * slots),
                Duration.ofSeconds(source.number("RADIUM_WORKER_DRAIN_SECONDS", 30)),
                source.text("RADIUM_WORKER_USAGE_LOG").map(Path::of),
                source.text("RADIUM_LLAMA_SERVER").map(Path::of).orElseGet(source::builtEngine));
    }

    private static void atLeast(String key, int value, int least) {
        if (value < least) {
            throw new IllegalArgumentException(key + " must be at least " + least + ", is " + value);
        }
    }

    private record Source(Map<String, String> environment) {
        Optional<String> text(String key) {
            return Optional.ofNullable(environment.get(key)).filter(value -> !value.isBlank());
        }

        String required(String key) {
            return text(key).orElseThrow(() -> new IllegalArgumentException(key + " is not set"));
        }

        int number(String key, int otherwise) {
            try {
                return text(key).map(Integer::parseInt).orElse(otherwise);
            } catch (NumberFormatException e) {
                throw new IllegalArgumentException(key + " must be a whole number, is " + environment.get(key), e);
            }
        }

        Path builtEngine() {
            Path cache = text("XDG_CACHE_HOME")
                    .map(Path::of)
                    .orElseGet(() -> Path.of(text("HOME").orElse("/"), ".cache"));
            return cache.resolve("radium/engine/llama.cpp-v0.5.0/llama-server");
        }
    }
}
