package ai.radium.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import ai.radium.contracts.worker.v1.Event;
import ai.radium.contracts.worker.v1.GenerateRequest;
import ai.radium.gateway.usage.SpooledUsage;
import ai.radium.gateway.worker.ScriptedWorker;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
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

/** Messages through the real gateway from a worker that says what its test wants. */
@SuppressWarnings("NullAway.Init") // set before the first test
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(60)
class MessagesTest {
    private static final JsonMapper JSON = new JsonMapper();
    private static final String HI =
            "{\"model\":\"m\",\"max_tokens\":5,\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]";
    private static final String TOOLS = ",\"tools\":[{\"name\":\"f\",\"input_schema\":{\"type\":\"object\"}}]";

    private final HttpClient http = HttpClient.newHttpClient();
    private final ScriptedWorker worker = new ScriptedWorker(MessagesTest::answer);
    private Path home;
    private LocalGateway gateway;

    /** By what stands in the messages. */
    private static void answer(GenerateRequest request, ServerCallStreamObserver<Event> client) {
        client.onNext(ScriptedWorker.accepted());
        client.onNext(ScriptedWorker.prefillDone(7, 3));
        if (request.getInput().contains("call f")) {
            client.onNext(ScriptedWorker.callOfF("{\"a\":1}"));
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
                "/v1/messages",
                "/v1/messages?beta=true",
                "/api/v1/messages",
                "/api/deploy/messages",
                "/v1/models/m/messages",
                "/api/deploy/models/dep_m/messages"
            })
    void aMessageIsWhole(String path) throws Exception {
        HttpResponse<String> response = post(path, HI + ",\"system\":\"be brief\",\"stop_sequences\":[\"x\"]}");

        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        JsonNode reply = JSON.readTree(response.body());
        assertThat(reply.path("id").asText()).matches("msg_[0-9a-z]{26}");
        assertThat(reply.path("type").asText()).isEqualTo("message");
        assertThat(reply.path("role").asText()).isEqualTo("assistant");
        assertThat(reply.path("model").asText()).isEqualTo("m");
        assertThat(reply.path("content")).hasToString("[{\"type\":\"text\",\"text\":\"so what\"}]");
        assertThat(reply.path("stop_reason").asText()).isEqualTo("end_turn");
        assertThat(reply.path("stop_sequence").isNull()).isTrue();
        assertThat(reply.path("usage"))
                .hasToString("{\"input_tokens\":7,\"cache_creation_input_tokens\":0,\"cache_read_input_tokens\":0,"
                        + "\"output_tokens\":2}");
        assertThat(response.headers().firstValue("request-id"))
                .isEqualTo(response.headers().firstValue("x-request-id"))
                .isPresent();
    }

    @Test
    void aStreamIsTheEventsOfAMessage() throws Exception {
        HttpResponse<String> response = post("/v1/messages", HI + ",\"stream\":true}");

        assertThat(response.headers().firstValue("content-type")).hasValue("text/event-stream; charset=utf-8");
        assertThat(response.headers().firstValue("request-id")).isPresent();
        assertThat(response.body().lines().filter(line -> line.startsWith("event: ")))
                .containsExactly(
                        "event: message_start",
                        "event: content_block_start",
                        "event: content_block_delta",
                        "event: content_block_delta",
                        "event: content_block_stop",
                        "event: message_delta",
                        "event: message_stop");
        assertThat(response.body())
                .contains("\"usage\":{\"input_tokens\":4,\"cache_creation_input_tokens\":0,"
                        + "\"cache_read_input_tokens\":3,\"output_tokens\":0}}");
    }

    @Test
    void aCallAndItsResultGoRound() throws Exception {
        JsonNode called = JSON.readTree(post(
                        "/v1/messages",
                        HI.replace("hi", "call f") + TOOLS
                                + ",\"tool_choice\":{\"type\":\"any\",\"disable_parallel_tool_use\":true}}")
                .body());
        GenerateRequest asked = worker.requests.poll(5, TimeUnit.SECONDS);
        worker.requests.clear();

        JsonNode answered = JSON.readTree(post(
                        "/v1/messages",
                        "{\"model\":\"m\",\"max_tokens\":5,\"messages\":[{\"role\":\"user\",\"content\":\"go on\"},"
                                + "{\"role\":\"assistant\",\"content\":" + called.path("content")
                                + "},{\"role\":\"user\",\"content\":[{\"type\":\"tool_result\",\"tool_use_id\":"
                                + called.at("/content/0/id") + ",\"content\":\"done\"}]}]" + TOOLS + "}")
                .body());

        assertThat(called.path("stop_reason").asText()).isEqualTo("tool_use");
        assertThat(called.path("content"))
                .hasToString("[{\"type\":\"tool_use\",\"id\":\"call_1\",\"name\":\"f\",\"input\":{\"a\":1}}]");
        assertThat(asked).isNotNull();
        assertThat(asked.getToolChoice()).isEqualTo("\"required\"");
        assertThat(asked.getParallelToolCalls()).isEqualTo("false");
        assertThat(answered.at("/content/0/text").asText()).isEqualTo("so what");
        GenerateRequest request = worker.requests.poll(5, TimeUnit.SECONDS);
        assertThat(request).isNotNull();
        assertThat(request.getInput()).isEqualTo("""
                [{"role":"user","content":"go on"},{"role":"assistant","content":null,"tool_calls":[{"id":"call_1",\
                "type":"function","function":{"name":"f","arguments":"{\\"a\\":1}"}}]},{"role":"tool",\
                "tool_call_id":"call_1","content":"done"}]""");
        assertThat(request.getTools()).isEqualTo("""
                [{"type":"function","function":{"name":"f","parameters":{"type":"object"}}}]""");
    }

    @Test
    void stopSequencesAndBoundsReachTheWorker() throws Exception {
        worker.requests.clear();
        post("/v1/messages", HI + ",\"stop_sequences\":[\"\\n\\n\",\"x\"],\"top_k\":3}");

        GenerateRequest request = worker.requests.poll(5, TimeUnit.SECONDS);
        assertThat(request).isNotNull();
        assertThat(request.getStop()).isEqualTo("[\"\\n\\n\",\"x\"]");
        assertThat(request.getMaxTokens()).isEqualTo(5);
        assertThat(request.getTopK()).isEqualTo(3);
    }

    @Test
    void toolsThatNobodyRunsAreIgnoredWithAWarning() throws Exception {
        HttpResponse<String> response =
                post("/v1/messages", HI + ",\"tools\":[{\"type\":\"web_search_20250305\",\"name\":\"web_search\"}]}");

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.headers().firstValue("warning"))
                .hasValue("299 radium \"ignored tools: web_search_20250305\"");
    }

    @Test
    void theUsageIsInTheSpoolWhenTheReplyIsThere() throws Exception {
        HttpResponse<String> response = post("/v1/messages", HI + ",\"stream\":true}");

        String id = response.headers().firstValue("request-id").orElseThrow();
        assertThat(SpooledUsage.of(home))
                .filteredOn(record -> record.requestId().equals(id))
                .singleElement()
                .satisfies(record -> {
                    assertThat(record.promptTokens()).isEqualTo(7);
                    assertThat(record.completionTokens()).isEqualTo(2);
                    assertThat(record.operation()).isEqualTo("message");
                });
    }

    private HttpResponse<String> post(String path, String body) throws Exception {
        return http.send(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + gateway.port() + path))
                        .header("x-api-key", "key")
                        .header("anthropic-version", "2023-06-01")
                        .POST(HttpRequest.BodyPublishers.ofString(body))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }
}
