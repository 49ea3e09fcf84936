package ai.radium.deployment.runtime;

import ai.radium.contracts.worker.WorkerToken;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The secret of this installation from which each deployment's worker token is derived; never given to a worker. */
public final class WorkerSecret {
    /** The configuration key of its file. */
    public static final String PROPERTY = "radium.worker.secret-file";

    private final String secret;

    private WorkerSecret(String secret) {
        this.secret = secret;
    }

    /**
     * Read once, white space around it left out.
     *
     * @throws IllegalStateException when the file is empty
     */
    public static WorkerSecret read(Path file) {
        try {
            String secret = Files.readString(file).strip();
            if (secret.isEmpty()) {
                throw new IllegalStateException(PROPERTY + ": " + file + " is empty");
            }
            return new WorkerSecret(secret);
        } catch (IOException e) {
            throw new UncheckedIOException(PROPERTY + ": " + file + " cannot be read", e);
        }
    }

    /** What the workers of this deployment ask of their callers. */
    public String tokenOf(String deployment) {
        return WorkerToken.of(secret, deployment);
    }

    @Override
    public String toString() {
        return "WorkerSecret";
    }
}
