package ai.radium.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import ai.radium.contracts.worker.v1.Event;
import ai.radium.contracts.worker.v1.GenerateRequest;
import ai.radium.gateway.usage.SpooledUsage;
import ai.radium.gateway.worker.ScriptedWorker;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.stub.ServerCallStreamObserver;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Responses through the real gateway from a worker that says what its test wants. */
@SuppressWarnings("NullAway.Init") // set before the first test
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(60)
class ResponsesTest {
    private static final JsonMapper JSON = new JsonMapper();

    private final HttpClient http = HttpClient.newHttpClient();
    private final ScriptedWorker worker = new ScriptedWorker(ResponsesTest::answer);
    private Path home;
    private LocalGateway gateway;

    /** By what stands in the input. */
    private static void answer(GenerateRequest request, ServerCallStreamObserver<Event> client) {
        String input = request.getInput();
        if (input.contains("too long")) {
            Metadata trailers = new Metadata();
            trailers.put(Metadata.Key.of("radium-param", Metadata.ASCII_STRING_MARSHALLER), "messages");
            trailers.put(Metadata.Key.of("radium-code", Metadata.ASCII_STRING_MARSHALLER), "context_length_exceeded");
            client.onError(Status.INVALID_ARGUMENT
                    .withDescription("context_length_exceeded: maximum context length is 5 tokens")
                    .asRuntimeException(trailers));
            return;
        }
        client.onNext(ScriptedWorker.accepted());
        client.onNext(ScriptedWorker.prefillDone(7, 3));
        if (input.contains("call f")) {
            client.onNext(ScriptedWorker.callOfF("{}"));
            client.onNext(ScriptedWorker.finished("tool_calls", 7, 1));
        } else {
            client.onNext(ScriptedWorker.delta("so "));
            client.onNext(ScriptedWorker.delta("what"));
            client.onNext(ScriptedWorker.finished("stop", 7, 2));
        }
        client.onCompleted();
    }

    @BeforeAll
    void start(@TempDir Path folder) {
        home = folder.resolve("home");
        gateway = new LocalGateway(
                new GatewayHome(home).key("key", "acct_a", Map.of()).model("m", worker.address()), Map.of());
    }

    @AfterAll
    void stop() {
        gateway.close();
        worker.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/v1/responses",
                "/api/v1/responses",
                "/api/deploy/responses",
                "/v1/models/m/responses",
                "/v1/models/dep_m/responses"
            })
    void aResponseIsWhole(String path) throws Exception {
        HttpResponse<String> response = post(path, "{\"model\":\"m\",\"input\":\"hi\",\"instructions\":\"be brief\"}");

        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        JsonNode reply = JSON.readTree(response.body());
        assertThat(reply.path("id").asText()).matches("resp_[0-9a-z]{26}");
        assertThat(reply.path("object").asText()).isEqualTo("response");
        assertThat(reply.path("created_at").asLong()).isPositive();
        assertThat(reply.path("status").asText()).isEqualTo("completed");
        assertThat(reply.path("model").asText()).isEqualTo("m");
        assertThat(reply.path("instructions").asText()).isEqualTo("be brief");
        assertThat(reply.path("store").asBoolean(true)).isFalse();
        assertThat(reply.path("tool_choice").asText()).isEqualTo("auto");
        assertThat(reply.at("/text/format/type").asText()).isEqualTo("text");
        assertThat(reply.at("/output/0/content/0/text").asText()).isEqualTo("so what");
        assertThat(reply.at("/output/0/id").asText()).matches("msg_[0-9a-z]{26}_0");
        assertThat(reply.at("/usage/total_tokens").asInt()).isEqualTo(9);
    }

    @Test
    void aStreamEndsInTheResponseAndInNothingElse() throws Exception {
        HttpResponse<String> response = post("/v1/responses", "{\"model\":\"m\",\"input\":\"hi\",\"stream\":true}");

        assertThat(response.headers().firstValue("content-type")).hasValue("text/event-stream; charset=utf-8");
        assertThat(response.body())
                .startsWith("event: response.created\n")
                .contains("\"delta\":\"so \"", "\"delta\":\"what\"", "event: response.completed\n")
                .doesNotContain("[DONE]", "event: error");
    }

    @Test
    void aCallAndItsOutputGoRound() throws Exception {
        String tools = "\"tools\":[{\"type\":\"function\",\"name\":\"f\",\"parameters\":{\"type\":\"object\"}}]";
        JsonNode called = JSON.readTree(post(
                        "/v1/responses",
                        "{\"model\":\"m\",\"input\":\"call f\",\"tool_choice\":\"required\"," + tools + "}")
                .body());
        JsonNode call = called.at("/output/0");
        worker.requests.clear();

        JsonNode answered = JSON.readTree(post(
                        "/v1/responses",
                        "{\"model\":\"m\",\"input\":[{\"role\":\"user\",\"content\":\"go on\"}," + call
                                + ",{\"type\":\"function_call_output\",\"call_id\":" + call.path("call_id")
                                + ",\"output\":\"done\"}]," + tools + "}")
                .body());

        assertThat(call.path("type").asText()).isEqualTo("function_call");
        assertThat(answered.at("/output/0/content/0/text").asText()).isEqualTo("so what");
        GenerateRequest request = worker.requests.poll(5, TimeUnit.SECONDS);
        assertThat(request).isNotNull();
        assertThat(request.getInput()).isEqualTo("""
                [{"role":"user","content":"go on"},{"role":"assistant","content":null,"tool_calls":[{"id":"call_1",\
                "type":"function","function":{"name":"f","arguments":"{}"}}]},{"role":"tool","tool_call_id":"call_1",\
                "content":"done"}]""");
        assertThat(request.getTools()).isEqualTo("""
                [{"type":"function","function":{"name":"f","parameters":{"type":"object"}}}]""");
    }

    @Test
    void toolsThatNobodyRunsAreIgnoredWithAWarning() throws Exception {
        HttpResponse<String> response = post(
                "/v1/responses",
                "{\"model\":\"m\",\"input\":\"hi\",\"tools\":[{\"type\":\"web_search\"},{\"type\":\"a\\r\\nx: y\"}]}");

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.headers().firstValue("warning")).hasValue("299 radium \"ignored tools: web_search, ?\"");
        assertThat(response.headers().firstValue("x")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void whatTheWorkerRefusesIsToldInTheCallersWords(boolean stream) throws Exception {
        HttpResponse<String> response =
                post("/v1/responses", "{\"model\":\"m\",\"input\":\"too long\",\"stream\":" + stream + "}");

        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(JSON.readTree(response.body()).at("/error/param").asText()).isEqualTo("input");
        assertThat(JSON.readTree(response.body()).at("/error/code").asText()).isEqualTo("context_length_exceeded");
    }

    @Test
    void whatIsNotThereIsSaidInOpenAisShape() throws Exception {
        for (String id : new String[] {"resp_1", "resp_1/cancel", "resp_1/input_items"}) {
            HttpResponse<String> response = post("/v1/responses/" + id, "{}");

            assertThat(response.statusCode()).isEqualTo(404);
            assertThat(JSON.readTree(response.body()).at("/error/code").asText())
                    .isEqualTo("not_found");
        }
    }

    @Test
    void theUsageIsInTheSpoolWhenTheReplyIsThere() throws Exception {
        HttpResponse<String> response = post("/v1/responses", "{\"model\":\"m\",\"input\":\"hi\",\"stream\":true}");

        String id = response.headers().firstValue("x-request-id").orElseThrow();
        assertThat(SpooledUsage.of(home))
                .filteredOn(record -> record.requestId().equals(id))
                .singleElement()
                .satisfies(record -> {
                    assertThat(record.promptTokens()).isEqualTo(7);
                    assertThat(record.completionTokens()).isEqualTo(2);
                    assertThat(record.operation()).isEqualTo("response");
                });
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
