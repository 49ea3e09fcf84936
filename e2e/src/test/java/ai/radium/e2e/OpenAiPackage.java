package ai.radium.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** OpenAI's own client packages, pinned, installed once into the build folder. */
enum OpenAiPackage {
    PYTHON(
            "python3 -m venv . && bin/pip install -q --disable-pip-version-check openai==3.57.0",
            "openai_client.py",
            "bin/python"),
    NODE("npm install --silent --no-audit --no-fund openai@6.49.0", "openai_client.mjs", "node");

    private static final Path CLIENTS = Path.of("src/test/clients");
    private static final Path FOLDERS = Path.of("target/clients").toAbsolutePath();
    private static final ObjectMapper JSON = new ObjectMapper();

    private final String install;
    private final String script;
    private final String interpreter;

    OpenAiPackage(String install, String script, String interpreter) {
        this.install = install;
        this.script = script;
        this.interpreter = interpreter;
    }

    /** Runs the client against the platform and gives back what it printed. */
    JsonNode run(Platform platform) {
        try {
            Path folder = installed();
            Files.copy(
                    CLIENTS.resolve(script), folder.resolve(script), java.nio.file.StandardCopyOption.REPLACE_EXISTING);
            Path own = folder.resolve(interpreter);
            return JSON.readTree(output(
                    folder,
                    List.of(Files.exists(own) ? own.toString() : interpreter, script),
                    Map.of(
                            "RADIUM_BASE_URL", platform.baseUrl(),
                            "RADIUM_API_KEY", platform.apiKey(),
                            "RADIUM_LIMITED_KEY", platform.keyLimitedTo(2),
                            "RADIUM_MODEL", platform.model())));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Path installed() throws IOException {
        Path folder = FOLDERS.resolve(name().toLowerCase(java.util.Locale.ROOT));
        Path done = folder.resolve(".installed");
        if (!Files.exists(done)) {
            Files.createDirectories(folder);
            output(folder, List.of("bash", "-c", install), Map.of());
            Files.createFile(done);
        }
        return folder;
    }

    private static String output(Path folder, List<String> command, Map<String, String> environment)
            throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
        builder.environment().putAll(environment);
        Path errors = folder.resolve("errors.log");
        Process process = builder.redirectError(errors.toFile()).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        try {
            if (process.waitFor() != 0) {
                throw new IllegalStateException(String.join(" ", command) + ": " + Files.readString(errors));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
        return output;
    }
}
