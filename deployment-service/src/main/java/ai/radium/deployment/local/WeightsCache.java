package ai.radium.deployment.local;

import ai.radium.contracts.model.ModelChanged.Weights;
import ai.radium.deployment.runtime.Failure;
import ai.radium.deployment.runtime.FailureReason;
import ai.radium.deployment.runtime.Placement;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * What is known of weights before a worker has them. The worker gets their URI and sha256, as in a pod, and fetches them into
 * the node's cache or finds them there; this reads that cache's list (inference-worker, {@code index.json}) for their size.
 */
record WeightsCache(Path folder, Optional<Path> shared) {
    private static final long MIB = 1024 * 1024;
    private static final String FILE = "file:";
    private static final ObjectMapper JSON = new ObjectMapper();

    /** What is wrong with them; null when nothing is known to be. Of a fetch nothing is known before it was tried. */
    @Nullable
    Failure missing(Placement desired) {
        String uri = desired.weights().uri();
        return !uri.startsWith(FILE) || Files.isRegularFile(Path.of(URI.create(uri)))
                ? null
                : new Failure(
                        FailureReason.MODEL_LOAD, "the weights of " + desired.servedModel() + " are not at " + uri);
    }

    /** Size in MiB, rounded up; empty before they were fetched. */
    OptionalLong mib(Weights weights) {
        LongStream bytes = weights.uri().startsWith(FILE)
                ? LongStream.of(size(Path.of(URI.create(weights.uri()))))
                : Stream.concat(Stream.of(folder), shared.stream())
                        .flatMapToLong(cache -> listed(cache.resolve("index.json"), weights.sha256()));
        return bytes.map(size -> Math.ceilDiv(size, MIB)).max();
    }

    private static long size(Path file) {
        try {
            return Files.size(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The cache's file may be another one than was fetched, quantized say: it is the one that is loaded. */
    private static LongStream listed(Path index, String sha256) {
        if (!Files.isReadable(index)) {
            return LongStream.empty();
        }
        try {
            return StreamSupport.stream(JSON.readTree(index.toFile()).spliterator(), false)
                    .filter(entry -> entry.path("sourceSha256").asText().equals(sha256))
                    .mapToLong(entry -> entry.path("sizeBytes").asLong());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
