package ai.radium.worker.adapter;

import ai.radium.contracts.worker.v1.AdapterProgress.Stage;
import ai.radium.worker.engine.AdapterRefusal;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Set;
import java.util.function.Consumer;

/**
 * The worker's own copies of adapters, named by their sums. An engine that is started again reads its adapters again:
 * whatever has become of the files that they came from, it must find the same weights.
 */
final class WeightStore implements AutoCloseable {
    private static final int BLOCK = 1 << 20;
    private static final int BLOCKS_PER_REPORT = 64;

    private final ProcessFolder folder;

    /** @param parent of the folder that will hold the copies */
    WeightStore(Path parent) {
        this.folder = new ProcessFolder(parent, "radium-adapters-");
    }

    /**
     * Copies a file.
     *
     * @param sha256 that it must have, or empty
     */
    Weights fetch(Path file, String sha256, Consumer<LoadProgress> progress) throws InterruptedException {
        try {
            Path incoming = folder.path().resolve("incoming");
            try {
                String sum = copy(file, incoming, progress);
                if (!sha256.isEmpty() && !sha256.equals(sum)) {
                    throw AdapterRefusal.invalid("sha256", "the file's sha256 is " + sum + ", not " + sha256);
                }
                return keep(incoming, sum);
            } finally {
                Files.deleteIfExists(incoming);
            }
        } catch (IOException e) {
            throw AdapterRefusal.invalid("uri", "the file cannot be copied: " + e);
        }
    }

    void delete(Weights weights) {
        try {
            Files.deleteIfExists(weights.file());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Deletes all other copies. */
    void keepOnly(Set<Path> copies) {
        folder.keepOnly(copies);
    }

    @Override
    public void close() {
        folder.close();
    }

    private static String copy(Path from, Path to, Consumer<LoadProgress> progress)
            throws IOException, InterruptedException {
        long size = Files.size(from);
        if (size > Files.getFileStore(to.getParent()).getUsableSpace()) {
            throw new AdapterRefusal(
                    AdapterRefusal.Reason.NO_ROOM,
                    "uri",
                    "there is no disk space for the adapter's " + size + " bytes");
        }
        MessageDigest digest = sha256();
        byte[] block = new byte[BLOCK];
        try (InputStream in = Files.newInputStream(from);
                OutputStream out = Files.newOutputStream(to)) {
            long done = 0;
            for (int blocks = 0; ; blocks++) {
                if (blocks % BLOCKS_PER_REPORT == 0) {
                    progress.accept(new LoadProgress(Stage.FETCHING, done, size));
                }
                if (Thread.interrupted()) {
                    throw new InterruptedException("interrupted while an adapter was copied");
                }
                int read = in.readNBytes(block, 0, BLOCK);
                if (read == 0 || done > size) {
                    return HexFormat.of().formatHex(digest.digest());
                }
                digest.update(block, 0, read);
                out.write(block, 0, read);
                done += read;
            }
        }
    }

    private Weights keep(Path incoming, String sum) throws IOException {
        Path copy = folder.path().resolve(sum + ".gguf");
        boolean isNew = !Files.exists(copy);
        Files.move(incoming, copy, StandardCopyOption.ATOMIC_MOVE);
        return new Weights(copy, sum, isNew);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e); // every JDK has it
        }
    }
}
