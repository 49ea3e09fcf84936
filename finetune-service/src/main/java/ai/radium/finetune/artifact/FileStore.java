package ai.radium.finetune.artifact;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * Artifacts as files below one directory. What is being written has another name, which no key can have; the rename makes
 * it an artifact once its bytes are on the disk.
 */
final class FileStore implements ArtifactStore {
    /** Keys hold no dots. */
    private static final String UNFINISHED = ".unfinished";

    private static final int BUFFER_BYTES = 64 * 1024;

    /** Bytes that the disk may be behind, so that the end of a large file is soon there and memory is not full of it. */
    private static final long MOST_UNFORCED = 64L * 1024 * 1024;

    private final Path root;

    /** @param root is made when it is missing */
    FileStore(Path root) throws IOException {
        this.root = Files.createDirectories(root.toAbsolutePath().normalize());
    }

    @Override
    public StoredArtifact put(ArtifactKey key, InputStream content) throws IOException {
        Path file = file(key);
        Path unfinished = unfinished(key);
        Path directory = Files.createDirectories(Objects.requireNonNull(file.getParent(), "below the root"));
        try {
            StoredArtifact stored = write(key, unfinished, content);
            Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
            sync(directory);
            return stored;
        } finally {
            Files.deleteIfExists(unfinished);
        }
    }

    private static StoredArtifact write(ArtifactKey key, Path to, InputStream content) throws IOException {
        MessageDigest sha256 = Hashed.sha256();
        byte[] buffer = new byte[BUFFER_BYTES];
        long bytes = 0;
        long unforced = 0;
        try (FileChannel file = FileChannel.open(
                to, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE)) {
            for (int read = content.read(buffer); read >= 0; read = content.read(buffer)) {
                sha256.update(buffer, 0, read);
                ByteBuffer part = ByteBuffer.wrap(buffer, 0, read);
                while (part.hasRemaining()) {
                    file.write(part);
                }
                bytes += read;
                unforced += read;
                if (unforced > MOST_UNFORCED) {
                    file.force(false);
                    unforced = 0;
                }
            }
            file.force(true);
        }
        return new StoredArtifact(key, bytes, Hashed.text(sha256));
    }

    /** The rename itself must be on the disk before anybody relies on it. */
    private static void sync(Path directory) throws IOException {
        try (FileChannel entries = FileChannel.open(directory, StandardOpenOption.READ)) {
            entries.force(true);
        }
    }

    @Override
    public InputStream open(ArtifactKey key, long offset) throws IOException {
        try {
            SeekableByteChannel file = Files.newByteChannel(file(key), StandardOpenOption.READ);
            return Channels.newInputStream(file.position(offset));
        } catch (NoSuchFileException e) {
            throw (IOException) new FileNotFoundException(key.text()).initCause(e);
        }
    }

    @Override
    public URI uri(ArtifactKey key) {
        return file(key).toUri();
    }

    @Override
    public void delete(ArtifactKey key) throws IOException {
        // In this order: what becomes an artifact at this very moment is met by the second.
        Files.deleteIfExists(unfinished(key));
        Files.deleteIfExists(file(key));
    }

    @Override
    public List<ArtifactKey> list(String prefix) throws IOException {
        try (Stream<Path> files = Files.walk(root)) {
            return files.filter(Files::isRegularFile)
                    .map(file -> root.relativize(file).toString())
                    .filter(name -> name.startsWith(prefix) && !name.endsWith(UNFINISHED))
                    .map(ArtifactKey::new)
                    .sorted()
                    .toList();
        }
    }

    private Path file(ArtifactKey key) {
        return root.resolve(key.text());
    }

    private Path unfinished(ArtifactKey key) {
        return root.resolve(key.text() + UNFINISHED);
    }
}
