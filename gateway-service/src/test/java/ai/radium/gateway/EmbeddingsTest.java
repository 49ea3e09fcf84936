package ai.radium.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

import ai.radium.contracts.worker.v1.EmbedReply;
import ai.radium.contracts.worker.v1.EmbedRequest;
import ai.radium.contracts.worker.v1.Embedding;
import ai.radium.contracts.worker.v1.WorkerGrpc;
import ai.radium.gateway.LocalGateway.RawClient;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.grpc.Metadata;
import io.grpc.Server;
import io.grpc.Status;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Embeddings through the real gateway from a worker that says what its test wants. */
@SuppressWarnings("NullAway.Init") // set before the first test
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(60)
class EmbeddingsTest {
    private static final JsonMapper JSON = new JsonMapper();
    private static final float[] VECTOR = {0.6f, -0.8f, 1.5e-8f};

    private final HttpClient http = HttpClient.newHttpClient();
    private final EmbeddingWorker worker = new EmbeddingWorker();
    private Server server;
    private LocalGateway gateway;

    /** Answers by what stands in the input. */
    private static final class EmbeddingWorker extends WorkerGrpc.WorkerImplBase {
        private final BlockingQueue<EmbedRequest> requests = new LinkedBlockingQueue<>();
        private final Semaphore cancelled = new Semaphore(0);
        private final AtomicInteger sent = new AtomicInteger();

        @Override
        public void embed(EmbedRequest request, StreamObserver<EmbedReply> response) {
            var client = (ServerCallStreamObserver<EmbedReply>) response;
            requests.add(request);
            client.setOnCancelHandler(cancelled::release);
            String input = request.getInput();
            if (input.contains("too long")) {
                Metadata trailers = new Metadata();
                trailers.put(Metadata.Key.of("radium-param", Metadata.ASCII_STRING_MARSHALLER), "input");
                client.onError(Status.INVALID_ARGUMENT
                        .withDescription("input has 600 tokens, the model reads 512")
                        .asRuntimeException(trailers));
            } else if (input.contains("busy")) {
                client.onError(Status.RESOURCE_EXHAUSTED.asRuntimeException());
            } else if (input.contains("leaving")) {
                client.onError(Status.UNAVAILABLE.asRuntimeException());
            } else if (input.contains("nothing")) {
                client.onCompleted();
            } else if (input.contains("silent")) {
                // never an answer
            } else if (input.contains("broken")) {
                client.onNext(reply(1, 5));
                client.onError(Status.INTERNAL.asRuntimeException());
            } else if (input.contains("many")) {
                client.setOnReadyHandler(() -> {
                    while (client.isReady() && sent.get() < 400) {
                        client.onNext(reply(100, sent.getAndIncrement() == 0 ? 9 : 0));
                    }
                    if (sent.get() == 400) {
                        sent.incrementAndGet();
                        client.onCompleted();
                    }
                });
            } else {
                client.onNext(reply(1, 5));
                client.onNext(reply(1, 0));
                client.onCompleted();
            }
        }

        private static EmbedReply reply(int count, int promptTokens) {
            Embedding.Builder vector = Embedding.newBuilder();
            for (float value : VECTOR) {
                vector.addValues(value);
            }
            EmbedReply.Builder reply = EmbedReply.newBuilder().setPromptTokens(promptTokens);
            IntStream.range(0, count).forEach(i -> reply.addEmbeddings(vector));
            return reply.build();
        }
    }

    @BeforeAll
    void start(@TempDir Path folder) throws IOException {
        server = NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                .addService(worker)
                .build()
                .start();
        gateway = new LocalGateway(
                new GatewayHome(folder.resolve("home"))
                        .key("key", "acct_a", Map.of())
                        .model("m", "127.0.0.1:" + server.getPort()),
                Map.of("RADIUM_GATEWAY_FIRST_TOKEN_SECONDS", "2"));
    }

    @AfterAll
    void stop() {
        gateway.close();
        server.shutdownNow();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"/v1/embeddings", "/api/v1/embeddings", "/v1/models/m/embeddings", "/v1/models/dep_m/embeddings"
            })
    void vectorsComeInTheirOrderWithTheirUsage(String path) throws Exception {
        HttpResponse<String> response = post(path, "{\"model\":\"m\",\"input\":[\"a\",\"b\"],\"user\":\"u\"}");

        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        JsonNode reply = JSON.readTree(response.body());
        assertThat(reply.path("object").asText()).isEqualTo("list");
        assertThat(reply.path("model").asText()).isEqualTo("m");
        assertThat(reply.path("data")).hasSize(2);
        for (int i = 0; i < 2; i++) {
            JsonNode item = reply.path("data").path(i);
            assertThat(item.path("object").asText()).isEqualTo("embedding");
            assertThat(item.path("index").asInt()).isEqualTo(i);
            for (int j = 0; j < VECTOR.length; j++) {
                assertThat((float) item.path("embedding").path(j).asDouble()).isEqualTo(VECTOR[j]);
            }
        }
        assertThat(reply.path("usage")).isEqualTo(JSON.readTree("{\"prompt_tokens\":5,\"total_tokens\":5}"));
    }

    @Test
    void base64HoldsLittleEndianFloats() throws Exception {
        JsonNode reply =
                JSON.readTree(post("/v1/embeddings", "{\"model\":\"m\",\"input\":\"a\",\"encoding_format\":\"base64\"}")
                        .body());

        byte[] bytes = Base64.getDecoder().decode(reply.at("/data/0/embedding").asText());
        ByteBuffer floats = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        assertThat(bytes).hasSize(4 * VECTOR.length);
        for (float value : VECTOR) {
            assertThat(floats.getFloat()).isCloseTo(value, within(0f));
        }
    }

    @Test
    void theWorkerIsGivenTheInputAsItIsWritten() throws Exception {
        worker.requests.clear();

        post("/v1/embeddings", "{\"model\":\"m\",\"input\":[[1, 2],[3]],\"dimensions\":64}");

        EmbedRequest request = worker.requests.poll(5, TimeUnit.SECONDS);
        assertThat(request).isNotNull();
        assertThat(request.getInput()).isEqualTo("[[1, 2],[3]]");
        assertThat(request.getDimensions()).isEqualTo(64);
        assertThat(request.getAccountId()).isEqualTo("acct_a");
        assertThat(request.getUsageId()).hasSize(26);
        assertThat(request.getRequestId()).isNotEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "too long 400 input",
                "busy 503 overloaded",
                "leaving 503 model_not_ready",
                "nothing 502 bad_gateway",
                "silent 504 timeout"
            })
    void whatTheWorkerRefusesIsToldInWords(String row) throws Exception {
        String[] words = row.split(" (?=\\d)", -1);
        String[] end = words[1].split(" ", -1);

        HttpResponse<String> response = post("/v1/embeddings", "{\"model\":\"m\",\"input\":\"" + words[0] + "\"}");

        assertThat(response.statusCode()).as(response.body()).isEqualTo(Integer.parseInt(end[0]));
        assertThat(response.body()).contains(end[1]);
    }

    @Test
    void anAnswerThatBreaksIsNotWhole() throws IOException {
        try (RawClient client = gateway.connect()) {
            String all = client.say(request("broken")).readToEnd();

            assertThat(all).startsWith("HTTP/1.1 200").contains("\"index\":0").doesNotEndWith("0\r\n\r\n");
        }
    }

    @Test
    void aClientThatReadsNothingHoldsTheWorkerBack() throws IOException {
        worker.sent.set(0);
        try (RawClient client = new RawClient(gateway.port(), 4_096)) {
            client.say(request("many")).head();
            await().during(300, TimeUnit.MILLISECONDS).until(() -> worker.sent.get() > 0 && worker.sent.get() < 400);

            assertThat(client.readToEnd())
                    .contains("\"index\":39999", "\"prompt_tokens\":9")
                    .endsWith("0\r\n\r\n");
        }
    }

    @Test
    void aClientThatLeavesCancelsTheWork() throws Exception {
        worker.cancelled.drainPermits();
        try (RawClient client = gateway.connect()) {
            client.say(request("silent"));
            await().until(() -> gateway.metric("radium_gateway_inference_in_flight") > 0);
        }

        assertThat(worker.cancelled.tryAcquire(5, TimeUnit.SECONDS)).isTrue();
    }

    private static String request(String input) {
        String body = "{\"model\":\"m\",\"input\":\"" + input + "\"}";
        return "POST /v1/embeddings HTTP/1.1\r\nHost: x\r\nConnection: close\r\nAuthorization: Bearer key\r\n"
                + "Content-Length: " + body.length() + "\r\n\r\n" + body;
    }

    private HttpResponse<String> post(String path, String body) throws Exception {
        return http.send(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + gateway.port() + path))
                        .header("Authorization", "Bearer key")
                        .POST(HttpRequest.BodyPublishers.ofString(body))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }
}
