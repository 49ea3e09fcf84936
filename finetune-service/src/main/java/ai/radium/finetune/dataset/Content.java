package ai.radium.finetune.dataset;

import ai.radium.finetune.artifact.ArtifactKey;
import ai.radium.finetune.artifact.ArtifactStore;
import ai.radium.finetune.artifact.StoredArtifact;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;

/** The bytes of a file, which lie in one artifact or, when they came in parts, in several one after the other. */
public record Content(List<Part> parts) {
    public Content {
        parts = List.copyOf(parts);
    }

    /** @param key {@link ArtifactKey} as text */
    public record Part(String key, long bytes) {}

    public static Content of(StoredArtifact artifact) {
        return new Content(List.of(new Part(artifact.key().text(), artifact.bytes())));
    }

    public long bytes() {
        return parts.stream().mapToLong(Part::bytes).sum();
    }

    List<ArtifactKey> keys() {
        return parts.stream().map(part -> new ArtifactKey(part.key())).toList();
    }

    /**
     * From this byte on; each part is opened when it is reached. Blocks.
     *
     * @param offset 0 to {@link #bytes}
     */
    public InputStream open(ArtifactStore store, long offset) throws IOException {
        return new InParts(store, offset);
    }

    private final class InParts extends InputStream {
        private final ArtifactStore store;
        private int next;
        private long skipped;
        private InputStream part = new ByteArrayInputStream(new byte[0]);

        InParts(ArtifactStore store, long offset) {
            this.store = store;
            this.skipped = offset;
            while (next < parts.size() && skipped >= parts.get(next).bytes()) {
                skipped -= parts.get(next).bytes();
                next++;
            }
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] into, int offset, int length) throws IOException {
            int read = part.read(into, offset, length);
            while (read < 0 && next < parts.size()) {
                part.close();
                part = store.open(new ArtifactKey(parts.get(next).key()), skipped);
                skipped = 0;
                next++;
                read = part.read(into, offset, length);
            }
            return read;
        }

        @Override
        public void close() throws IOException {
            part.close();
        }
    }
}
