package ai.radium.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import ai.radium.contracts.worker.v1.Error;
import ai.radium.contracts.worker.v1.Event;
import ai.radium.contracts.worker.v1.GenerateRequest;
import ai.radium.gateway.worker.ScriptedWorker;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.stub.ServerCallStreamObserver;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whoever refuses a message, and wherever in its way: the client reads Anthropic's shape below every mount. */
@SuppressWarnings("NullAway.Init") // set before the first test
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(60)
class MessageErrorsTest {
    private static final JsonMapper JSON = new JsonMapper();
    private static final Metadata.Key<String> PARAM = Metadata.Key.of("radium-param", Metadata.ASCII_STRING_MARSHALLER);
    private static final Metadata.Key<String> CODE = Metadata.Key.of("radium-code", Metadata.ASCII_STRING_MARSHALLER);

    private final CountDownLatch never = new CountDownLatch(1);
    private final CountDownLatch occupied = new CountDownLatch(1);
    private final ScriptedWorker worker = new ScriptedWorker(this::answer);
    private LocalGateway gateway;

    /** By what stands in the messages. */
    private void answer(GenerateRequest request, ServerCallStreamObserver<Event> client) throws InterruptedException {
        String input = request.getInput();
        if (input.contains("too long")) {
            Metadata trailers = new Metadata();
            trailers.put(PARAM, "messages");
            trailers.put(CODE, "context_length_exceeded");
            client.onError(Status.INVALID_ARGUMENT
                    .withDescription("maximum context length is 5 tokens")
                    .asRuntimeException(trailers));
        } else if (input.contains("no such call")) {
            Metadata trailers = new Metadata();
            trailers.put(PARAM, "messages[0].tool_call_id");
            client.onError(Status.INVALID_ARGUMENT
                    .withDescription("messages[0].tool_call_id answers no call")
                    .asRuntimeException(trailers));
        } else if (input.contains("busy")) {
            client.onError(Status.RESOURCE_EXHAUSTED.asRuntimeException());
        } else if (input.contains("broken")) {
            client.onNext(ScriptedWorker.accepted());
            if (input.contains("after a word")) {
                client.onNext(ScriptedWorker.prefillDone(7, 0));
                client.onNext(ScriptedWorker.delta("word"));
            }
            client.onNext(Event.newBuilder()
                    .setError(Error.newBuilder().setCode("engine_failed").setMessage("it fell over"))
                    .build());
            client.onCompleted();
        } else {
            client.onNext(ScriptedWorker.accepted());
            if (input.contains("occupied")) {
                occupied.countDown();
            }
            never.await();
        }
    }

    @BeforeAll
    void start(@TempDir Path folder) {
        gateway = new LocalGateway(
                new GatewayHome(folder.resolve("home"))
                        .key("free", "acct_a", Map.of())
                        .key("reader", "acct_a", Map.of("scopes", List.of("read")))
                        .key("one", "acct_b", Map.of("accountPolicy", GatewayHome.policy(1_000_000, 1)))
                        .model("m", worker.address())
                        .model("gone", "127.0.0.1:1"),
                Map.of(
                        "RADIUM_GATEWAY_FIRST_TOKEN_SECONDS", "2",
                        "RADIUM_GATEWAY_INFERENCE_BODY_BYTES", "20000"));
    }

    @AfterAll
    void stop() {
        gateway.close();
        worker.close();
    }

    @ParameterizedTest
    @CsvSource({
        "free, m, '', 400, invalid_request_error, messages[0].content must be",
        "free, m, no such call, 400, invalid_request_error, messages[0].content answers no call",
        "free, m, too long, 400, invalid_request_error, prompt is too long: ",
        "sk-abcdefghijklmnop_0123456789012345678901234567890123456789012345678, m, hi, 401, authentication_error, API key",
        "reader, m, hi, 403, permission_error, scope",
        "free, nobodys, hi, 404, not_found_error, nobodys",
        "free, m, broken, 500, api_error, it fell over",
        "free, m, busy, 503, overloaded_error, queue",
        "free, gone, hi, 503, overloaded_error, ''",
        "free, m, silent, 504, timeout_error, No token came"
    })
    void aRefusalHasAnthropicsTypeForItsStatus(
            String key, String model, String text, int status, String type, String words) throws IOException {
        String content = text.isEmpty() ? "[]" : "\"" + text + "\"";
        String body = "{\"model\":\"" + model + "\",\"max_tokens\":5,\"messages\":[{\"role\":\"user\",\"content\":"
                + content + "}]}";

        assertError(post("/v1/messages", key, body), status, type, words);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/v1", "/api/v1", "/api/deploy", "/v1/models/m", "/api/deploy/models/m"})
    void whatIsRefusedByItsHeadHasThatShapeToo(String mount) throws IOException {
        assertError(post(mount + "/messages", "free", "{"), 400, "invalid_request_error", "not valid JSON");
        assertError(post(mount + "/messages", "free", "x".repeat(20_001)), 413, "request_too_large", "");
        assertError(said("GET", mount + "/messages", "free", "", ""), 405, "invalid_request_error", "GET");
        assertError(
                said("POST", mount + "/messages", "free", "Content-Type: text/plain\r\n", "{}"),
                415,
                "invalid_request_error",
                "application/json");
        assertError(
                said("POST", mount + "/messages", "free", "Expect: a miracle\r\n", "{}"),
                417,
                "invalid_request_error",
                "");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/v1/messages/batches", "/api/v1/messages/batches", "/api/deploy/messages/x/y"})
    void whatIsNotThereIsSaidInThatShape(String path) throws IOException {
        assertError(post(path, "free", "{}"), 404, "not_found_error", path);
    }

    @Test
    void aClientOfThatApiReadsItsShapeWhereNobodysIsSettled() throws IOException {
        assertError(
                said("GET", "/v1/nothing", "free", "anthropic-version: 2023-06-01\r\n", ""),
                404,
                "not_found_error",
                "/v1/nothing");
    }

    @Test
    void aLimitThatIsReachedSaysWhenToComeBack() throws Exception {
        String body = "{\"model\":\"m\",\"max_tokens\":5,\"messages\":[{\"role\":\"user\",\"content\":\"occupied\"}]}";
        try (var first = gateway.connect()) {
            first.say(head("POST", "/v1/messages", "one", "", body) + body);
            occupied.await();

            String refused = post("/v1/messages", "one", body);

            assertError(refused, 429, "rate_limit_error", "requests at once");
            assertThat(refused).contains("\r\nretry-after: 1\r\n");
        }
    }

    @Test
    void aStreamThatBreaksEndsInAnErrorEvent() throws IOException {
        String reply = post(
                "/v1/messages",
                "free",
                "{\"model\":\"m\",\"max_tokens\":5,\"stream\":true,"
                        + "\"messages\":[{\"role\":\"user\",\"content\":\"broken after a word\"}]}");

        assertThat(reply)
                .startsWith("HTTP/1.1 200")
                .contains(
                        "\"text\":\"word\"",
                        "event: error\ndata: {\"type\":\"error\",\"error\":{\"type\":\"api_error\","
                                + "\"message\":\"it fell over\"},\"request_id\":\"")
                .doesNotContain("message_stop");
    }

    private static void assertError(String reply, int status, String type, String words) throws IOException {
        assertThat(reply).startsWith("HTTP/1.1 " + status);
        JsonNode error = JSON.readTree(reply.substring(reply.indexOf("\r\n\r\n") + 4));
        assertThat(error.path("type").asText()).as(reply).isEqualTo("error");
        assertThat(error.at("/error/type").asText()).isEqualTo(type);
        assertThat(error.at("/error/message").asText()).contains(words);
        String id = error.path("request_id").asText();
        assertThat(id).isNotEmpty();
        assertThat(reply).contains("\r\nrequest-id: " + id + "\r\n", "x-request-id: " + id + "\r\n");
    }

    private String post(String path, String key, String body) throws IOException {
        return said("POST", path, key, "", body);
    }

    private String said(String method, String path, String key, String headers, String body) throws IOException {
        try (var client = gateway.connect()) {
            return client.say(head(method, path, key, headers, body) + body).readToEnd();
        }
    }

    private static String head(String method, String path, String key, String headers, String body) {
        return method + " " + path + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\nX-API-Key: " + key + "\r\n" + headers
                + "Content-Length: " + body.length() + "\r\n\r\n";
    }
}
