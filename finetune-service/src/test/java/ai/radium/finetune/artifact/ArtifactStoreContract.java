package ai.radium.finetune.artifact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What every store keeps; a test of each implementation inherits it. */
abstract class ArtifactStoreContract {
    private static final ArtifactKey KEY = new ArtifactKey("content/ab/01");

    /** One that is empty. */
    abstract ArtifactStore store() throws IOException;

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 65_535, 65_536, 65_537, 11_000_000})
    void givesBackWhatWasPut(int size) throws IOException {
        ArtifactStore store = store();
        byte[] content = bytes(size);

        StoredArtifact stored = store.put(KEY, new ByteArrayInputStream(content));

        assertThat(stored.bytes()).isEqualTo(size);
        assertThat(stored.sha256()).isEqualTo(sha256(content));
        assertThat(read(store, 0)).isEqualTo(content);
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 1, 4_095, 9_999, 10_000})
    void readsFromAnyByteOn(long offset) throws IOException {
        ArtifactStore store = store();
        byte[] content = bytes(10_000);
        store.put(KEY, new ByteArrayInputStream(content));

        assertThat(read(store, offset)).isEqualTo(Arrays.copyOfRange(content, (int) offset, 10_000));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 100_000, 12_000_000})
    void whatBreaksOffIsNotThere(int after) throws IOException {
        ArtifactStore store = store();
        InputStream broken =
                new SequenceInputStream(new ByteArrayInputStream(bytes(after)), InputStream.nullInputStream()) {
                    @Override
                    public int read(byte[] into, int offset, int length) throws IOException {
                        int read = super.read(into, offset, length);
                        if (read < 0) {
                            throw new IOException("broken off");
                        }
                        return read;
                    }
                };

        assertThatThrownBy(() -> store.put(KEY, broken)).hasMessage("broken off");

        assertThat(store.list("")).isEmpty();
        assertThatThrownBy(() -> store.open(KEY, 0)).isInstanceOf(FileNotFoundException.class);
    }

    @Test
    void takesTheLastOfTwo() throws IOException {
        ArtifactStore store = store();
        store.put(KEY, new ByteArrayInputStream(bytes(20)));

        store.put(KEY, new ByteArrayInputStream(bytes(10)));

        assertThat(read(store, 0)).isEqualTo(bytes(10));
    }

    @Test
    void deletesOnceAndAgain() throws IOException {
        ArtifactStore store = store();
        store.put(KEY, new ByteArrayInputStream(bytes(10)));

        store.delete(KEY);
        store.delete(KEY);

        assertThat(store.list("")).isEmpty();
        assertThatThrownBy(() -> store.open(KEY, 0)).isInstanceOf(FileNotFoundException.class);
    }

    @Test
    void listsWhatBeginsAlike() throws IOException {
        ArtifactStore store = store();
        for (String key : new String[] {"content/ab/02", "content/ab/01", "content/b", "other"}) {
            store.put(new ArtifactKey(key), new ByteArrayInputStream(bytes(1)));
        }

        assertThat(store.list("content/ab/"))
                .containsExactly(new ArtifactKey("content/ab/01"), new ArtifactKey("content/ab/02"));
        assertThat(store.list("")).hasSize(4);
        assertThat(store.list("nothing")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "/", "a/", "/a", "a//b", "..", "a/../b", "a\\b", "A", "a.b", "a b", "\u0000"})
    void noNameOfAPathIsAKey(String text) {
        assertThatThrownBy(() -> new ArtifactKey(text)).isInstanceOf(IllegalArgumentException.class);
    }

    private static byte[] read(ArtifactStore store, long offset) throws IOException {
        try (InputStream content = store.open(KEY, offset)) {
            return content.readAllBytes();
        }
    }

    private static byte[] bytes(int size) {
        byte[] bytes = new byte[size];
        new Random(size).nextBytes(bytes);
        return bytes;
    }

    private static String sha256(byte[] content) {
        var digest = Hashed.sha256();
        digest.update(content);
        return Hashed.text(digest);
    }
}
