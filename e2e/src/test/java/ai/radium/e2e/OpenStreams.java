package ai.radium.e2e;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/** Long streams that are read to whatever end they get. */
final class OpenStreams implements AutoCloseable {
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final ExecutorService readers = Executors.newVirtualThreadPerTaskExecutor();
    private final List<CompletableFuture<Call>> calls = new ArrayList<>();
    private final List<CountDownLatch> begun = new ArrayList<>();

    /** Opens one more, of that many tokens. */
    void open(String baseUrl, String key, String model, String requestId, int tokens) {
        CountDownLatch first = new CountDownLatch(1);
        begun.add(first);
        HttpRequest request = HttpRequest.newBuilder(URI.create(baseUrl + "/chat/completions"))
                .header("Authorization", "Bearer " + key)
                .header("Content-Type", "application/json")
                .header("X-Request-Id", requestId)
                .POST(BodyPublishers.ofString(
                        ("{\"model\":\"%s\",\"messages\":[{\"role\":\"user\",\"content\":\"Tell me a"
                                        + " long story.\"}],\"max_tokens\":%d,\"logit_bias\":%s,\"stream\":true,"
                                        + "\"stream_options\":{\"include_usage\":true}}")
                                .formatted(model, tokens, LeftStream.NO_END)))
                .build();
        calls.add(CompletableFuture.supplyAsync(() -> read(request, requestId, first), readers));
    }

    private Call read(HttpRequest request, String requestId, CountDownLatch first) {
        try {
            HttpResponse<InputStream> response = http.send(request, BodyHandlers.ofInputStream());
            if (response.statusCode() != 200) {
                try (InputStream body = response.body()) {
                    first.countDown();
                    return Call.ofJson(
                            requestId, response.statusCode(), new String(body.readAllBytes(), StandardCharsets.UTF_8));
                }
            }
            return Call.ofStream(requestId, new FilterInputStream(response.body()) {
                @Override
                public int read(byte[] into, int at, int length) throws IOException {
                    int count = super.read(into, at, length);
                    first.countDown();
                    return count;
                }
            });
        } catch (IOException e) {
            return new Call(requestId, 0, Call.End.BARE, 0, 0, String.valueOf(e));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Until each has been given something. */
    void awaitBegun() throws InterruptedException {
        for (CountDownLatch first : begun) {
            if (!first.await(60, TimeUnit.SECONDS)) {
                throw new IllegalStateException("a stream does not begin");
            }
        }
    }

    /** How each ended, in the order of their opening. */
    List<Call> ends() {
        return calls.stream()
                .map(call -> call.orTimeout(120, TimeUnit.SECONDS).join())
                .toList();
    }

    @Override
    public void close() {
        readers.shutdownNow();
        http.shutdownNow();
    }
}
