package ai.radium.gguf.engine;

import ai.radium.process.LastLines;
import ai.radium.process.ProcessLaunch;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.awaitility.Awaitility;

/** A llama-server that ends with the test. */
public final class LlamaServer implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpClient http = HttpClient.newHttpClient();
    private final Process process;
    private final LastLines log;
    private final URI address;

    private LlamaServer(Process process, int port) {
        this.process = process;
        this.log = LastLines.following(process, 20);
        this.address = URI.create("http://127.0.0.1:" + port);
    }

    /** @param options as on its command line */
    public static LlamaServer start(Path model, String... options) {
        try {
            int port = freePort();
            List<String> command = new ArrayList<>(List.of(program().toString(), "-m", model.toString()));
            command.addAll(List.of("--host", "127.0.0.1", "--port", String.valueOf(port), "--no-ui"));
            command.addAll(List.of("-t", "1", "-np", "1", "-c", "4096", "--cache-ram", "0"));
            command.addAll(List.of(options));
            Process process = ProcessLaunch.of(command)
                    .dyingWithItsParent()
                    .with(Map.of("OMP_WAIT_POLICY", "PASSIVE"))
                    .start();
            LlamaServer server = new LlamaServer(process, port);
            Awaitility.await().atMost(Duration.ofSeconds(60)).until(server::isReady);
            return server;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What engine/build.sh makes: llama-server, and llama-quantize beside it. */
    public static Path program() {
        return Optional.ofNullable(System.getenv("RADIUM_LLAMA_SERVER"))
                .map(Path::of)
                .orElseGet(() -> cache().resolve("engine/llama.cpp-v0.5.0-6/llama-server"));
    }

    /** The demo's chat model, where bin/model.sh puts it. */
    public static Path demoModel() {
        return cache().resolve("models/smollm2-135m-instruct.gguf");
    }

    /** Tokens of a text. */
    public int[] tokenize(String text, boolean asPrompt, boolean controlWords) {
        ObjectNode body = JSON.createObjectNode()
                .put("content", text)
                .put("add_special", asPrompt)
                .put("parse_special", controlWords);
        List<Integer> tokens = new ArrayList<>();
        post("/tokenize", body).path("tokens").forEach(token -> tokens.add(token.asInt()));
        return tokens.stream().mapToInt(Integer::intValue).toArray();
    }

    public JsonNode post(String path, JsonNode body) {
        try {
            HttpResponse<byte[]> response = http.send(
                    HttpRequest.newBuilder(address.resolve(path))
                            .POST(HttpRequest.BodyPublishers.ofByteArray(JSON.writeValueAsBytes(body)))
                            .build(),
                    HttpResponse.BodyHandlers.ofByteArray());
            JsonNode reply = JSON.readTree(response.body());
            if (response.statusCode() != 200) {
                throw new IllegalStateException(path + " answered " + response.statusCode() + ": " + reply);
            }
            return reply;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
        process.onExit().join();
        http.shutdownNow();
    }

    private boolean isReady() {
        if (!process.isAlive()) {
            throw new IllegalStateException("llama-server ended: " + log.text());
        }
        try {
            return http.send(
                                    HttpRequest.newBuilder(address.resolve("/health"))
                                            .build(),
                                    HttpResponse.BodyHandlers.discarding())
                            .statusCode()
                    == 200;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private static Path cache() {
        return Optional.ofNullable(System.getenv("XDG_CACHE_HOME"))
                .map(Path::of)
                .orElse(Path.of(System.getProperty("user.home"), ".cache"))
                .resolve("radium");
    }

    private static int freePort() throws IOException {
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return free.getLocalPort();
        }
    }
}
