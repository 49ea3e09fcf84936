package ai.radium.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** OpenAI's own client packages of the versions that our examples name, installed once into the build folder. */
enum OpenAiPackage {
    PYTHON(
            "python/requirements.txt",
            "python3 -m venv . && bin/pip install -q --disable-pip-version-check -r requirements.txt",
            "openai_client.py",
            "bin/python"),
    NODE("node/package.json", "npm install --silent --no-audit --no-fund", "openai_client.mjs", "node");

    private static final Path EXAMPLES = Path.of("..", "examples");
    private static final Path CLIENTS = Path.of("src/test/clients");
    private static final Path FOLDERS = Path.of("target/clients").toAbsolutePath();
    private static final ObjectMapper JSON = new ObjectMapper();

    private final String versionsFile;
    private final String install;
    private final String client;
    private final String interpreter;

    OpenAiPackage(String versionsFile, String install, String client, String interpreter) {
        this.versionsFile = versionsFile;
        this.install = install;
        this.client = client;
        this.interpreter = interpreter;
    }

    /** Runs our client of the package against the platform and gives back what it saw. */
    JsonNode run(Platform platform) {
        try {
            return JSON.readTree(run(CLIENTS.resolve(client), platform));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Runs a program of this package's language beside the package, and gives back what it printed. */
    String run(Path program, Platform platform) {
        return run(program, platform, Map.of());
    }

    /** The same, with more in its environment. */
    String run(Path program, Platform platform, Map<String, String> more) {
        Map<String, String> environment = new HashMap<>(platform.clientEnvironment());
        environment.putAll(more);
        try {
            Path folder = FOLDERS.resolve(name().toLowerCase(Locale.ROOT));
            InstalledPackages.in(folder, EXAMPLES.resolve(versionsFile), List.of(program), install, Map.of());
            Path own = folder.resolve(interpreter);
            return Command.output(
                    folder,
                    List.of(
                            Files.exists(own) ? own.toString() : interpreter,
                            program.getFileName().toString()),
                    environment);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
