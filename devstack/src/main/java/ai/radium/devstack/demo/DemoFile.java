package ai.radium.devstack.demo;

import ai.radium.devstack.process.StackFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;

/** {@code demo.env}: what a script needs to go on with the demo's key and deployment. Holds a secret, so mode 600. */
record DemoFile(Path file) {
    private static final String KEY = "RADIUM_API_KEY=";

    /** The key that an earlier demo left. */
    Optional<String> key() {
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        try {
            return Files.readAllLines(file).stream()
                    .filter(line -> line.startsWith(KEY))
                    .map(line -> line.substring(KEY.length()))
                    .findFirst();
        } catch (IOException e) {
            throw new StackFailure("%s cannot be read: %s".formatted(file, e.getMessage()), e);
        }
    }

    void write(String base, String key, String model, String deployment) {
        try {
            Path fresh = Files.createTempFile(file.getParent(), ".demo", null);
            Files.setPosixFilePermissions(fresh, PosixFilePermissions.fromString("rw-------"));
            Files.write(
                    fresh,
                    List.of(
                            "RADIUM_BASE_URL=" + base,
                            KEY + key,
                            "RADIUM_MODEL=" + model,
                            "RADIUM_DEPLOYMENT_ID=" + deployment));
            Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new StackFailure("%s cannot be written: %s".formatted(file, e.getMessage()), e);
        }
    }
}
