package ai.radium.finetune.dataset;

import ai.radium.finetune.examples.FileFormat;
import org.jspecify.annotations.Nullable;

/**
 * The right to read one version and to say what was found.
 *
 * @param owner names this taking of it, and no other
 * @param expectedMd5 that the client says the content has
 * @param attempts this one included
 */
record Lease(
        String versionId,
        String owner,
        FileFormat format,
        Content content,
        @Nullable String expectedMd5,
        int attempts) {
    private static final int MOST_ATTEMPTS = 5;

    /** Whoever tried to read it has died of it too often. */
    boolean isHopeless() {
        return attempts > MOST_ATTEMPTS;
    }
}
