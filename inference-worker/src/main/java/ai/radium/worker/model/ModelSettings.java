package ai.radium.worker.model;

import ai.radium.worker.llama.BuiltEngine;
import ai.radium.worker.model.cache.ModelCache;
import ai.radium.worker.model.fetch.Access;
import ai.radium.worker.model.fetch.Fetcher;
import ai.radium.worker.model.fetch.Retries;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;

/** Where models are kept and how they are fetched, from the environment; README.md describes every key. */
record ModelSettings(Map<String, String> environment) {
    /** For a connection, and for each next byte. */
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    ModelFiles files(Retries retries) throws IOException {
        return new ModelFiles(
                cache(),
                new Fetcher(new Access(environment), retries, PATIENCE),
                new Quantizer(BuiltEngine.program(environment).resolveSibling("llama-quantize")));
    }

    ModelCache cache() throws IOException {
        return new ModelCache(
                cacheFolder(),
                text("RADIUM_WORKER_MODEL_CACHE_SHARED").map(Path::of),
                mebibytes("RADIUM_WORKER_MODEL_CACHE_MIB").orElse(0L),
                InstantSource.system());
    }

    Path cacheFolder() {
        return text("RADIUM_WORKER_MODEL_CACHE")
                .map(Path::of)
                .orElseGet(() -> userCache().resolve("radium/models"))
                .toAbsolutePath();
    }

    /** What a model may take, if that is set. */
    Optional<Long> memoryBytes() {
        return mebibytes("RADIUM_WORKER_MEMORY_MIB");
    }

    Optional<String> text(String key) {
        return Optional.ofNullable(environment.get(key)).filter(value -> !value.isBlank());
    }

    private Optional<Long> mebibytes(String key) {
        Optional<String> text = text(key);
        if (text.isPresent() && !text.get().matches("\\d{1,9}")) {
            throw new IllegalArgumentException(key + " must be a whole number of MiB, is " + text.get());
        }
        return text.map(value -> Long.parseLong(value) << 20);
    }

    private Path userCache() {
        return text("XDG_CACHE_HOME")
                .map(Path::of)
                .orElseGet(() -> Path.of(text("HOME").orElse("/"), ".cache"));
    }
}
