package ai.radium.devstack.demo;

import ai.radium.devstack.process.PrivateFile;
import ai.radium.devstack.process.StackFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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
        PrivateFile.write(
                file,
                String.join(
                        "\n",
                        "RADIUM_BASE_URL=" + base,
                        KEY + key,
                        "RADIUM_MODEL=" + model,
                        "RADIUM_DEPLOYMENT_ID=" + deployment,
                        ""));
    }
}
