package ai.radium.e2e;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The workers' own append-only logs: what the engines say they generated. */
record WorkerLogs(Path home) {
    private static final ObjectMapper JSON = new ObjectMapper();

    Map<String, Integer> completionTokensByRequest() {
        return lines().stream()
                .collect(Collectors.toMap(
                        line -> line.path("requestId").asText(),
                        line -> line.path("completionTokens").asInt(),
                        Integer::sum));
    }

    /** Of the generations whose request's id begins so. */
    Map<String, String> reasonsByRequest(String prefix) {
        return lines().stream()
                .filter(line -> line.path("requestId").asText().startsWith(prefix))
                .collect(Collectors.toMap(
                        line -> line.path("requestId").asText(),
                        line -> line.path("reason").asText(),
                        (first, second) -> first + ", " + second));
    }

    private List<JsonNode> lines() {
        try (Stream<Path> files = Files.walk(home.resolve("workers"))) {
            return files.filter(file -> file.toString().endsWith(".usage"))
                    .flatMap(WorkerLogs::lines)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Stream<JsonNode> lines(Path file) {
        try {
            return Files.readAllLines(file).stream().map(WorkerLogs::parse);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static JsonNode parse(String line) {
        try {
            return JSON.readTree(line);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("not JSON: " + line, e);
        }
    }
}
