package ai.radium.finetune.artifact;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.util.List;

/** Keeps files. Every call blocks: never on an event loop. Any of them may be made again after a failure. */
public interface ArtifactStore {
    /**
     * Stores all of the content, or nothing: until it returns nobody can read the key, and after a failure nobody ever
     * can. What is left of a process that died here goes with {@link #delete}.
     *
     * @throws IOException of the content or of the store
     */
    StoredArtifact put(ArtifactKey key, InputStream content) throws IOException;

    /**
     * The content from this byte on.
     *
     * @param offset 0 to the artifact's size; at its size there is nothing to read
     * @throws java.io.FileNotFoundException when there is no such artifact
     */
    InputStream open(ArtifactKey key, long offset) throws IOException;

    /** Where other services of the platform read it: {@code file:} or {@code s3:}. */
    URI uri(ArtifactKey key);

    /** Nothing is left of the key, half-written parts included. That there was nothing is no failure. */
    void delete(ArtifactKey key) throws IOException;

    /** The keys that begin with this, of whole artifacts, sorted. */
    List<ArtifactKey> list(String prefix) throws IOException;
}
