package ai.radium.finetune.dataset;

import ai.radium.finetune.artifact.StoredArtifact;
import org.jspecify.annotations.Nullable;

/**
 * A file that is stored and not yet a dataset's.
 *
 * @param sha256 null when it came in parts and nobody has read it whole
 * @param md5 that the client says it has; null when it does not say
 */
public record IncomingContent(
        String filename,
        Content content,
        @Nullable String sha256,
        @Nullable String md5) {
    public static IncomingContent of(String filename, StoredArtifact artifact) {
        return new IncomingContent(filename, Content.of(artifact), artifact.sha256(), null);
    }
}
