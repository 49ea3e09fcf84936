package ai.radium.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import ai.radium.contracts.worker.v1.CountTokensReply;
import ai.radium.contracts.worker.v1.CountTokensRequest;
import ai.radium.contracts.worker.v1.WorkerGrpc;
import ai.radium.gateway.usage.SpooledUsage;
import io.grpc.Metadata;
import io.grpc.Server;
import io.grpc.Status;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The tokens of messages through the real gateway from a worker that counts what its test wants. */
@SuppressWarnings("NullAway.Init") // set before the first test
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(60)
class CountTokensTest {
    private static final String TOOLS = ",\"tools\":[{\"name\":\"f\",\"input_schema\":{\"type\":\"object\"}}]";

    private final HttpClient http = HttpClient.newHttpClient();
    private final CountingWorker worker = new CountingWorker();
    private Path home;
    private Server server;
    private LocalGateway gateway;

    /** Answers by what stands in the input. */
    private static final class CountingWorker extends WorkerGrpc.WorkerImplBase {
        private final BlockingQueue<CountTokensRequest> requests = new LinkedBlockingQueue<>();

        @Override
        public void countTokens(CountTokensRequest request, StreamObserver<CountTokensReply> client) {
            requests.add(request);
            if (request.getInput().contains("too much")) {
                Metadata trailers = new Metadata();
                trailers.put(Metadata.Key.of("radium-param", Metadata.ASCII_STRING_MARSHALLER), "messages");
                client.onError(Status.INVALID_ARGUMENT
                        .withDescription("messages is too much")
                        .asRuntimeException(trailers));
            } else if (request.getInput().contains("leaving")) {
                client.onError(Status.UNAVAILABLE.asRuntimeException());
            } else if (request.getInput().contains("nothing")) {
                client.onCompleted();
            } else if (!request.getInput().contains("silent")) {
                client.onNext(CountTokensReply.newBuilder().setTokens(14).build());
                client.onCompleted();
            }
        }
    }

    @BeforeAll
    void start(@TempDir Path folder) throws IOException {
        server = NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                .addService(worker)
                .build()
                .start();
        home = folder.resolve("home");
        gateway = new LocalGateway(
                new GatewayHome(home).key("key", "acct_a", Map.of()).model("m", "127.0.0.1:" + server.getPort()),
                Map.of("RADIUM_GATEWAY_FIRST_TOKEN_SECONDS", "2"));
    }

    @AfterAll
    void stop() {
        gateway.close();
        server.shutdownNow();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/v1/messages/count_tokens",
                "/v1/messages/count_tokens?beta=true",
                "/api/v1/messages/count_tokens",
                "/api/deploy/messages/count_tokens",
                "/v1/models/m/messages/count_tokens"
            })
    void theWorkerCountsPromptAndTools(String path) throws Exception {
        worker.requests.clear();

        HttpResponse<String> response = post(path, "hi", ",\"system\":\"s\"" + TOOLS);

        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        assertThat(response.body()).isEqualTo("{\"input_tokens\":14}");
        CountTokensRequest request = worker.requests.poll(5, TimeUnit.SECONDS);
        assertThat(request).isNotNull();
        assertThat(request.getInput())
                .isEqualTo("[{\"role\":\"system\",\"content\":\"s\"},{\"role\":\"user\",\"content\":\"hi\"}]");
        assertThat(request.getTools())
                .isEqualTo(
                        "[{\"type\":\"function\",\"function\":{\"name\":\"f\",\"parameters\":{\"type\":\"object\"}}}]");
        assertThat(request.getAccountId()).isEqualTo("acct_a");
    }

    @Test
    void toolsThatMayNotBeCalledCountNothing() throws Exception {
        worker.requests.clear();

        post("/v1/messages/count_tokens", "hi", TOOLS + ",\"tool_choice\":{\"type\":\"none\"}");

        CountTokensRequest request = worker.requests.poll(5, TimeUnit.SECONDS);
        assertThat(request).isNotNull();
        assertThat(request.getTools()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "too much, '', 400, invalid_request_error, messages is too much",
        "hi, ',\"max_tokens\":5', 400, invalid_request_error, max_tokens",
        "hi, ',\"stream\":true', 400, invalid_request_error, stream",
        "leaving, '', 503, overloaded_error, No replica",
        "nothing, '', 503, overloaded_error, went away",
        "silent, '', 504, timeout_error, 2 s"
    })
    void aRefusalHasAnthropicsForm(String text, String more, int status, String type, String words) throws Exception {
        HttpResponse<String> response = post("/v1/messages/count_tokens", text, more);

        assertThat(response.statusCode()).isEqualTo(status);
        assertThat(response.body())
                .startsWith("{\"type\":\"error\",\"error\":{\"type\":\"" + type + "\",\"message\":\"")
                .contains(words, "\"request_id\":");
    }

    @Test
    void aCountIsRecordedAsACallOfNoTokens() throws Exception {
        HttpResponse<String> response = post("/v1/messages/count_tokens", "hi", "");

        String id = response.headers().firstValue("request-id").orElseThrow();
        assertThat(SpooledUsage.of(home))
                .filteredOn(record -> record.requestId().equals(id))
                .singleElement()
                .satisfies(record -> {
                    assertThat(record.promptTokens() + record.completionTokens() + record.discardedTokens())
                            .isZero();
                    assertThat(record.operation()).isEqualTo("count");
                });
    }

    private HttpResponse<String> post(String path, String text, String more) throws Exception {
        String body = "{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"" + text + "\"}]" + more + "}";
        return http.send(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + gateway.port() + path))
                        .header("x-api-key", "key")
                        .POST(HttpRequest.BodyPublishers.ofString(body))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }
}
