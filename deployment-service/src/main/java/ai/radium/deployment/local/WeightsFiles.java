package ai.radium.deployment.local;

import ai.radium.deployment.runtime.Failure;
import ai.radium.deployment.runtime.FailureReason;
import ai.radium.deployment.runtime.Placement;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Where weights are on this machine: {@code file:} URIs as they are, anything else as fetched into the cache. */
record WeightsFiles(Path cache) {
    private static final long MIB = 1024 * 1024;

    Path of(Placement desired) {
        String uri = desired.weights().uri();
        if (uri.startsWith("file:")) {
            return Path.of(URI.create(uri));
        }
        return cache.resolve(desired.servedModel().replaceAll("[^A-Za-z0-9._-]", "_") + "."
                + desired.weights().format());
    }

    /** What is wrong with them; null when they are there. */
    @Nullable
    Failure missing(Placement desired) {
        Path file = of(desired);
        return Files.isRegularFile(file)
                ? null
                : new Failure(
                        FailureReason.MODEL_LOAD,
                        "the weights of " + desired.servedModel() + " ("
                                + desired.weights().uri() + ") are not at " + file);
    }

    /** Size in MiB, rounded up. */
    long mib(Placement desired) {
        try {
            return Math.ceilDiv(Files.size(of(desired)), MIB);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
