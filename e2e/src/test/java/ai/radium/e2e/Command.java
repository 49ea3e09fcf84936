package ai.radium.e2e;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** A program that runs to its end. */
final class Command {
    /** A program that reads its standard input to the end is not to wait for it. */
    private static final File NOTHING = new File("/dev/null");

    private Command() {}

    /**
     * What it printed.
     *
     * @throws IllegalStateException with what it said of it when it failed
     */
    static String output(Path folder, List<String> command, Map<String, String> environment) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
        builder.environment().putAll(environment);
        Path errors = folder.resolve("errors.log");
        Process process =
                builder.redirectInput(NOTHING).redirectError(errors.toFile()).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        try {
            if (process.waitFor() != 0) {
                throw new IllegalStateException(
                        String.join(" ", command) + ": " + output + "\n" + Files.readString(errors));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
        return output;
    }
}
