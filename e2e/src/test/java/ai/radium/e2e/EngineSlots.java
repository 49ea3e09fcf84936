package ai.radium.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What the llama-servers of a deployment's workers say of their slots: each is asked itself, however many replicas there are
 * just then.
 */
final class EngineSlots {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpClient http = HttpClient.newHttpClient();
    private final Path workers;
    private final String deploymentId;
    private final Map<Long, HttpRequest> requests = new ConcurrentHashMap<>();

    EngineSlots(Path home, String deploymentId) {
        this.workers = home.resolve("workers");
        this.deploymentId = deploymentId;
    }

    /** The seeds of the generations that hold a slot now. */
    Set<Integer> seeds() throws IOException, InterruptedException {
        Set<Integer> seeds = new HashSet<>();
        for (HttpRequest engine : engines()) {
            for (JsonNode slot : slots(engine)) {
                if (slot.path("is_processing").asBoolean()) {
                    seeds.add(slot.at("/params/seed").asInt());
                }
            }
        }
        return seeds;
    }

    /** Looked for once for each worker: it takes as long as all the rest. */
    private List<HttpRequest> engines() throws IOException {
        List<HttpRequest> engines = new ArrayList<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(workers, deploymentId + "-*.json")) {
            for (Path file : files) {
                long worker = pid(JSON.readTree(file.toFile()).path("process").asText());
                if (!requests.containsKey(worker)) {
                    Optional<ProcessHandle> engine = ProcessHandle.of(worker)
                            .flatMap(process -> process.children().findFirst());
                    if (engine.isPresent()) {
                        requests.put(worker, request(engine.get()));
                    }
                }
                Optional.ofNullable(requests.get(worker)).ifPresent(engines::add);
            }
        }
        return engines;
    }

    /** Of a process as the module process writes it: pid, start and boot, with @ between. */
    private static long pid(String process) {
        return Long.parseLong(process.substring(0, process.indexOf('@')));
    }

    private JsonNode slots(HttpRequest engine) throws IOException, InterruptedException {
        try {
            HttpResponse<String> response = http.send(engine, BodyHandlers.ofString());
            return switch (response.statusCode()) {
                case 200 -> JSON.readTree(response.body());
                case 503 -> JSON.createArrayNode(); // it loads its model
                default -> throw new IllegalStateException("/slots answered " + response.statusCode());
            };
        } catch (ConnectException e) {
            return JSON.createArrayNode(); // it does not listen yet
        }
    }

    /** The port is in the engine's command line, the key in its environment. */
    private static HttpRequest request(ProcessHandle engine) {
        ProcessView view = new ProcessView(engine.pid());
        List<String> command = view.commandLine();
        String port = command.get(command.indexOf("--port") + 1);
        String key = Optional.ofNullable(view.environment().get("LLAMA_API_KEY"))
                .orElseThrow(() -> new IllegalStateException("the engine has no key"));
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/slots"))
                .header("Authorization", "Bearer " + key)
                .build();
    }
}
