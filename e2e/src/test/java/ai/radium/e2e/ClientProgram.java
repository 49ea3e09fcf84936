package ai.radium.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A program of {@code e2e/clients}: one unmodified client tries every feature and prints a JSON line of each.
 *
 * @param folder the client's, by its name
 * @param file the program's name
 */
record ClientProgram(String folder, String file) {
    private static final Path CLIENTS = Path.of("clients");
    private static final Path SHARED = CLIENTS.resolve("shared");
    private static final Path FOLDERS = Path.of("target/clients").toAbsolutePath();
    private static final ObjectMapper JSON = new ObjectMapper();

    /** All of them, or those of the folders that {@code -Dclients} names. */
    static List<ClientProgram> all() throws IOException {
        List<String> wanted = List.of(System.getProperty("clients", "").split(",", -1));
        List<ClientProgram> programs = new ArrayList<>();
        for (Path folder : files(CLIENTS)) {
            String name = folder.getFileName().toString();
            if (Files.isDirectory(folder) && !folder.equals(SHARED) && (wanted.contains("") || wanted.contains(name))) {
                ClientLanguage language = ClientLanguage.of(folder);
                files(folder).stream()
                        .filter(language::isProgram)
                        .map(file -> new ClientProgram(name, file.getFileName().toString()))
                        .forEach(programs::add);
            }
        }
        return programs;
    }

    /** The folder's name, and the program's where the folder has several. */
    String client() {
        String program = file.replaceFirst("\\..*", "");
        return program.matches("(?i)client|main") ? folder : folder + " " + program;
    }

    /** What it found, in the order of the features. */
    List<ClientOutcome> run(Platform platform) throws IOException {
        Path source = CLIENTS.resolve(folder);
        ClientLanguage language = ClientLanguage.of(source);
        Path installed = FOLDERS.resolve(folder);
        Map<String, String> environment = environment(platform);
        List<Path> beside = new ArrayList<>();
        files(source).stream().filter(Files::isRegularFile).forEach(beside::add);
        files(SHARED).stream().filter(language::isProgram).forEach(beside::add);
        InstalledPackages.in(installed, source.resolve(language.versions()), beside, language.install(), environment);
        String printed = Command.output(installed, List.of("bash", "-c", language.run(file)), environment);
        return printed.lines()
                .filter(line -> line.startsWith("{\"feature\""))
                .map(ClientProgram::outcome)
                .toList();
    }

    private static List<Path> files(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.sorted().toList();
        }
    }

    private static Map<String, String> environment(Platform platform) {
        Map<String, String> environment = new HashMap<>(platform.clientEnvironment());
        environment.put("RADIUM_PATIENT_KEY", platform.keyLimitedTo(2, 3));
        environment.put("RADIUM_EMBEDDING_MODEL", "all-minilm-l6-v2");
        environment.put(
                "RADIUM_FEATURES",
                Stream.of(ClientFeature.values()).map(ClientFeature::word).collect(Collectors.joining(" ")));
        environment.put(
                "RADIUM_ROOT", Path.of("..").toAbsolutePath().normalize().toString());
        environment.put(
                "RADIUM_JAVA",
                Path.of(System.getProperty("java.home"), "bin", "java").toString());
        return environment;
    }

    private static ClientOutcome outcome(String line) {
        try {
            JsonNode told = JSON.readTree(line);
            return new ClientOutcome(
                    told.path("feature").asText(),
                    told.path("result").asText(),
                    told.path("reason").asText());
        } catch (IOException e) {
            throw new IllegalStateException(line, e);
        }
    }

    @Override
    public String toString() {
        return client();
    }
}
