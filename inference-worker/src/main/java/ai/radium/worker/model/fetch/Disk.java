package ai.radium.worker.model.fetch;

import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;

/** Room on the disk. */
public final class Disk {
    /** Bytes that are left to everybody else. */
    private static final long RESERVE = 64L << 20;

    private Disk() {}

    /** @param bytes that are about to be written to the file or beside it */
    public static void require(Path file, long bytes, String forWhat) throws ModelFailure, IOException {
        Path folder = file.toAbsolutePath().getParent();
        FileStore disk = Files.getFileStore(folder == null ? file : folder);
        long usable = Math.max(0, disk.getUsableSpace() - RESERVE);
        if (bytes > usable) {
            throw new ModelFailure(
                    "%s needs %s more and the disk of %s has %s to give: free some, or remove models with ./radium model rm"
                            .formatted(forWhat, Size.of(bytes), folder, Size.of(usable)));
        }
    }
}
