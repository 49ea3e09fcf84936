package ai.radium.e2e;

import ai.radium.contracts.worker.WorkerToken;
import ai.radium.kit.testing.OtlpSink;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.grpc.Metadata;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** A running platform in a folder and on ports of its own, with what its demo left. */
final class Platform implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

    private final Path home;
    private final Map<String, String> environment;
    private final OtlpSink traces = OtlpSink.open();
    private Map<String, String> demo = Map.of();

    /** A process of the platform. */
    record Part(String name, long pid, List<Integer> ports, String state, int restarts) {}

    Platform(Path home, Map<String, String> ports) {
        this.home = home;
        environment = new HashMap<>(ports);
        environment.put("RADIUM_HOME", home.toString());
        environment.put("RADIUM_PREBUILT", "true");
        // Only what a caller asks for is recorded.
        environment.put("OTEL_EXPORTER_OTLP_ENDPOINT", traces.endpoint());
        environment.put("OTEL_TRACES_SAMPLER", "parentbased_always_off");
        environment.put("OTEL_BSP_SCHEDULE_DELAY", "500");
    }

    /** Everything up, a model deployed, a key made; 10,000 requests a minute for its account. */
    void start() {
        radium("demo");
        try {
            demo = Files.readAllLines(home.resolve("demo.env")).stream()
                    .map(line -> line.replaceFirst("^export ", "").split("=", 2))
                    .filter(pair -> pair.length == 2)
                    .collect(Collectors.toMap(pair -> pair[0], pair -> pair[1].replaceAll("^[\"']|[\"']$", "")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        raiseLimit(api());
    }

    Path home() {
        return home;
    }

    Map<String, String> environment() {
        return Map.copyOf(environment);
    }

    String baseUrl() {
        return demo.getOrDefault("RADIUM_BASE_URL", "");
    }

    String apiKey() {
        return demo.getOrDefault("RADIUM_API_KEY", "");
    }

    String model() {
        return demo.getOrDefault("RADIUM_MODEL", "");
    }

    String deploymentId() {
        return demo.getOrDefault("RADIUM_DEPLOYMENT_ID", "");
    }

    /** What the workers of the demo's deployment ask of their callers. */
    Metadata workerAuthorization() {
        try {
            String secret =
                    Files.readString(home.resolve("secrets/worker-secret")).strip();
            Metadata headers = new Metadata();
            headers.put(
                    Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER),
                    "Bearer " + WorkerToken.of(secret, deploymentId()));
            return headers;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What clients of the platform find in their environment; a key of so few requests among it that it meets its limit. */
    Map<String, String> clientEnvironment() {
        return Map.of(
                "RADIUM_BASE_URL", baseUrl(),
                "RADIUM_API_KEY", apiKey(),
                "RADIUM_LIMITED_KEY", keyLimitedTo(2),
                "RADIUM_MODEL", model());
    }

    /** What its processes have sent of the traces that a caller asked for. */
    List<OtlpSink.Seen> trace(String traceId) {
        return traces.spans().stream()
                .filter(span -> span.traceId().equals(traceId))
                .toList();
    }

    ApiClient api() {
        return new ApiClient(baseUrl(), apiKey());
    }

    /** A new key of the demo account. */
    JsonNode newKey(String body) {
        ApiClient.Answer created = api().post("/api-keys", body);
        if (created.status() != 201) {
            throw new IllegalStateException(created.response().body());
        }
        return created.json();
    }

    /** A key of the demo account that may be used so often a minute. */
    String keyLimitedTo(int requestsPerMinute) {
        return keyLimitedTo(requestsPerMinute, 60);
    }

    String keyLimitedTo(int requests, int windowSeconds) {
        return secret(newKey("{\"name\":\"limited\",\"rateLimit\":{\"requests\":%d,\"windowSeconds\":%d}}"
                .formatted(requests, windowSeconds)));
    }

    static String secret(JsonNode created) {
        return created.at("/data/keyFull").asText();
    }

    /** A client of an account of its own: another user of the realm. */
    ApiClient stranger() {
        return api().withKey(realm().newUser("stranger"));
    }

    /** The same, with as many requests a minute as the demo's account. */
    ApiClient customer(String name) {
        ApiClient customer = api().withKey(realm().newUser(name));
        raiseLimit(customer);
        return customer;
    }

    private Realm realm() {
        try {
            return new Realm(
                    "http://127.0.0.1:" + environment.get("RADIUM_PORT_KEYCLOAK"),
                    Files.readString(home.resolve("secrets/keycloak-admin")).strip());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** As an operator would for a customer who needs more: the tests' requests together pass the first policy's minute. */
    private void raiseLimit(ApiClient customer) {
        ApiClient operator = api().withKey(realm().newOperator("operator"));
        String account = customer.get("/account").json().at("/data/id").asText();
        ApiClient.Answer changed = operator.put("/account/" + account + "/rate-limit-policy", "{\"name\":\"tier3\"}");
        if (changed.status() != 200) {
            throw new IllegalStateException(changed.response().body());
        }
    }

    /** Every part is ready, inference answers, and so does every service. */
    boolean isWhole() {
        return parts().stream().allMatch(part -> part.state().equals("ready"))
                && api().post(
                                        "/chat/completions",
                                        "{\"model\":\"%s\",\"max_tokens\":1,\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]}"
                                                .formatted(model()))
                                .status()
                        == 200
                && Stream.of("/models", "/deployments", "/api-keys", "/billing", "/analytics/usage")
                        .allMatch(path -> api().get(path).status() == 200);
    }

    List<Part> parts() {
        try {
            return StreamSupport.stream(
                            parts(JSON.readTree(radium("status", "--json"))).spliterator(), false)
                    .map(Platform::part)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Part part(String name) {
        return parts().stream()
                .filter(part -> part.name().startsWith(name))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("no part " + name));
    }

    /** What a part has logged at level ERROR. */
    List<String> errors(String part) {
        try (Stream<String> lines = Files.lines(home.resolve("logs").resolve(part + ".log"))) {
            return lines.filter(line -> line.contains("\"level\":\"ERROR\"")).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** SIGKILL; the supervisor brings the part back. */
    static void kill(long pid) {
        ProcessHandle.of(pid).orElseThrow().destroyForcibly();
    }

    /** Runs a command of the platform and gives back what it printed. */
    String radium(String... arguments) {
        List<String> command = new ArrayList<>(List.of(ROOT.resolve("radium").toString()));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).directory(ROOT.toFile());
        builder.environment().putAll(environment);
        builder.redirectError(ProcessBuilder.Redirect.INHERIT);
        try {
            Process process = builder.start();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (process.waitFor() != 0) {
                throw new IllegalStateException("radium " + arguments[0] + ": " + output);
            }
            return output;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        radium("down");
        traces.close();
    }

    private static Iterable<JsonNode> parts(JsonNode status) {
        return status.isArray() ? status : status.path("processes");
    }

    private static Part part(JsonNode node) {
        List<Integer> ports = StreamSupport.stream(node.path("ports").spliterator(), false)
                .map(JsonNode::asInt)
                .toList();
        return new Part(
                node.path("name").asText(),
                node.path("pid").asLong(),
                ports,
                node.path("state").asText(),
                node.path("restarts").asInt());
    }
}
