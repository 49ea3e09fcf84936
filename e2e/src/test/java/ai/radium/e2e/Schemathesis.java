package ai.radium.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The program that makes requests of the API's description, right ones and wrong ones, and judges the replies by it. How, stands in
 * {@code src/test/schema}.
 *
 * @param gateway scheme, host and port
 * @param operations ids of those that are asked; all where there is none
 * @param environment the key that asks, and what else the hooks want to know
 */
record Schemathesis(String gateway, List<String> operations, Map<String, String> environment) {
    private static final String SCRIPT =
            Path.of("..", "bin", "schema.sh").toAbsolutePath().toString();
    private static final Path FOLDER = Path.of("target/schema").toAbsolutePath();

    /**
     * One run.
     *
     * @param mount whose replies are to be seen, such as {@code /v1}
     * @param examples requests of an operation in a phase that makes them at random
     * @return a line for each operation: how many requests, how many failures
     * @throws IllegalStateException with all that was found, when there was a failure
     */
    List<String> run(String mount, String phases, int examples, long seed) {
        List<String> command = new ArrayList<>(List.of(
                "bash",
                SCRIPT,
                "--run",
                gateway + "/openapi.json",
                "--origin=" + gateway,
                "--phases=" + phases,
                "--max-examples=" + examples,
                "--seed=" + seed));
        operations.forEach(operation -> command.add("--include-operation-id=" + operation));
        Map<String, String> all = new HashMap<>(environment);
        all.put("RADIUM_MOUNT", mount);
        try {
            Files.createDirectories(FOLDER);
            return Command.output(FOLDER, command, all)
                    .lines()
                    .filter(line -> line.matches(".* requests .* failures"))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
