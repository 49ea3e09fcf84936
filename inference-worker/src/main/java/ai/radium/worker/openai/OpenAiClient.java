package ai.radium.worker.openai;

import ai.radium.worker.engine.EngineFailure;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.function.Consumer;

/**
 * The HTTP interface of one server. A thread that is interrupted drops its connection, which ends the work.
 *
 * @param address without a slash at its end
 * @param key what the server wants to be shown; empty = nothing
 */
public record OpenAiClient(HttpClient http, URI address, String key) {
    public static final JsonMapper JSON = new JsonMapper();

    private static final Duration LOOK_UP = Duration.ofSeconds(10);
    /** For a reply that the model has to work for. */
    static final Duration WORK = Duration.ofMinutes(10);

    private static final int MOST_REPEATS = 3;
    private static final String DATA = "data: ";

    /** For all engines of a process. */
    public static HttpClient newHttp() {
        // llama-server and uvicorn close an idle connection after five seconds: never pick one up that is about to go.
        System.setProperty("jdk.httpclient.keepalive.timeout", "3");
        return HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .executor(Executors.newVirtualThreadPerTaskExecutor())
                .connectTimeout(Duration.ofSeconds(2))
                .build();
    }

    /** The status that the server gives for its health, 200 = takes work; nothing when it does not answer. */
    public OptionalInt health() throws InterruptedException {
        return health(LOOK_UP);
    }

    /** The same, or nothing when it does not answer in time. */
    public OptionalInt health(Duration limit) throws InterruptedException {
        try {
            HttpRequest health = request("/health").timeout(limit).build();
            return OptionalInt.of(send(health, BodyHandlers.discarding()).statusCode());
        } catch (IOException e) {
            return OptionalInt.empty(); // not listening yet, or not any more; the caller asks again
        }
    }

    /** Nothing when it takes the question and does not answer in time. One that refuses it, or is gone, is not silent. */
    CompletableFuture<Optional<Pulse.Health>> askForHealth(Duration limit) {
        return http.sendAsync(request("/health").timeout(limit).build(), BodyHandlers.discarding())
                .handle((answer, failure) -> {
                    if (answer != null) {
                        return Optional.of(new Pulse.Health(OptionalInt.of(answer.statusCode())));
                    }
                    boolean isSilent = failure instanceof HttpTimeoutException
                            || failure.getCause() instanceof HttpTimeoutException;
                    return isSilent ? Optional.empty() : Optional.of(new Pulse.Health(OptionalInt.empty()));
                });
    }

    public boolean isHealthy() throws InterruptedException {
        return health().equals(OptionalInt.of(200));
    }

    /** A reply that is no JSON, such as metrics; empty unless its status is 200. */
    public Optional<String> text(String path) throws InterruptedException {
        try {
            HttpResponse<String> response = send(request(path).timeout(LOOK_UP).build(), BodyHandlers.ofString());
            return Optional.of(response)
                    .filter(reply -> reply.statusCode() == 200)
                    .map(HttpResponse::body);
        } catch (IOException e) {
            throw lost(e);
        }
    }

    public Reply get(String path) throws InterruptedException {
        return reply(request(path).timeout(LOOK_UP).build());
    }

    public Reply post(String path, JsonNode body) throws InterruptedException {
        return post(path, body, LOOK_UP);
    }

    public Reply post(String path, JsonNode body, Duration limit) throws InterruptedException {
        return reply(post(path, body.toString()).timeout(limit).build());
    }

    /** Reads server-sent events to their end; a reply that is no stream comes back instead. */
    public Optional<Reply> stream(String path, JsonNode body, Consumer<JsonNode> events) throws InterruptedException {
        try {
            HttpResponse<InputStream> response =
                    send(post(path, body.toString()).build(), BodyHandlers.ofInputStream());
            try (InputStream stream = response.body()) {
                if (response.statusCode() != 200) {
                    return Optional.of(new Reply(response.statusCode(), json(stream.readAllBytes())));
                }
                readEvents(new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8)), events);
                return Optional.empty();
            }
        } catch (IOException e) {
            throw lost(e);
        }
    }

    /**
     * Again if nothing at all came back: llama-server v0.5.0 closes a connection after each stream without having said so, and a
     * request may be on its way into it just then (seen in 1 of 150, twice in a row in 11 of 36,000 at 170 streams a second).
     * Each time another kept connection is used up; a server that has died refuses the next one.
     */
    private <T> HttpResponse<T> send(HttpRequest request, HttpResponse.BodyHandler<T> handler)
            throws IOException, InterruptedException {
        for (int repeats = 0; ; repeats++) {
            try {
                return http.send(request, handler);
            } catch (ConnectException | HttpTimeoutException e) {
                throw e;
            } catch (IOException e) {
                if (repeats == MOST_REPEATS || Thread.currentThread().isInterrupted()) {
                    throw e;
                }
            }
        }
    }

    private static void readEvents(BufferedReader lines, Consumer<JsonNode> events) throws IOException {
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            if (line.startsWith(DATA) && !line.equals("data: [DONE]")) {
                events.accept(JSON.readTree(line.substring(DATA.length())));
            }
        }
    }

    private Reply reply(HttpRequest request) throws InterruptedException {
        try {
            HttpResponse<byte[]> response = send(request, BodyHandlers.ofByteArray());
            return new Reply(response.statusCode(), json(response.body()));
        } catch (IOException e) {
            throw lost(e);
        }
    }

    private static JsonNode json(byte[] body) throws IOException {
        try {
            return JSON.readTree(body);
        } catch (JsonProcessingException e) {
            return MissingNode.getInstance(); // an error page; the status says enough
        }
    }

    private HttpRequest.Builder request(String path) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(address + path));
        return key.isEmpty() ? request : request.header("Authorization", "Bearer " + key);
    }

    private HttpRequest.Builder post(String path, String body) {
        return request(path).header("Content-Type", "application/json").POST(HttpRequest.BodyPublishers.ofString(body));
    }

    /** Without the key. */
    @Override
    public String toString() {
        return address.toString();
    }

    private static EngineFailure lost(IOException cause) throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException("interrupted while the engine worked");
        }
        return new EngineFailure(EngineFailure.CRASHED, "the engine broke off the connection", cause);
    }
}
