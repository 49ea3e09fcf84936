package ai.radium.finetune.artifact;

import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;

/** The one store of this process. */
class ConfiguredStore {
    /** @throws UncheckedIOException when it cannot be used: the process must not take files then */
    @Produces
    @Singleton
    ArtifactStore store(ArtifactConfig config) {
        return switch (config.store()) {
            case FILE -> fileStore(config);
            case S3 -> s3Store(config);
        };
    }

    void close(@Disposes ArtifactStore store) throws IOException {
        if (store instanceof Closeable open) {
            open.close();
        }
    }

    private static ArtifactStore fileStore(ArtifactConfig config) {
        try {
            return new FileStore(config.directory());
        } catch (IOException e) {
            throw new UncheckedIOException("radium.artifact.directory cannot be used: " + config.directory(), e);
        }
    }

    private static ArtifactStore s3Store(ArtifactConfig config) {
        try {
            return S3Store.of(config.s3());
        } catch (IOException e) {
            throw new UncheckedIOException("radium.artifact.s3 cannot be used: " + e.getMessage(), e);
        }
    }
}
