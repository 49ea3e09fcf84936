package ai.radium.e2e;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;

/** A folder of a client's packages, installed by the package manager of its language. */
final class InstalledPackages {
    private InstalledPackages() {}

    /** Copies the files there, and installs unless that was done for the same file of versions. */
    static void in(Path folder, Path versions, List<Path> others, String install, Map<String, String> environment)
            throws IOException {
        Files.createDirectories(folder);
        copy(versions, folder);
        for (Path other : others) {
            copy(other, folder);
        }
        Path done = folder.resolve(".installed");
        String wanted = Files.readString(versions);
        if (!Files.exists(done) || !Files.readString(done).equals(wanted)) {
            Command.output(folder, List.of("bash", "-c", install), environment);
            Files.writeString(done, wanted);
        }
    }

    private static void copy(Path file, Path folder) throws IOException {
        Files.copy(file, folder.resolve(file.getFileName()), StandardCopyOption.REPLACE_EXISTING);
    }
}
