package ai.radium.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import ai.radium.contracts.worker.v1.Delta;
import ai.radium.contracts.worker.v1.Event;
import ai.radium.contracts.worker.v1.GenerateRequest;
import ai.radium.gateway.worker.ScriptedWorker;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.grpc.stub.ServerCallStreamObserver;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Functions as older clients name and call them, and what newer ones send along. */
@SuppressWarnings("NullAway.Init") // set before the first test
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(60)
class OlderWordsTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String FUNCTIONS = "\"functions\":[{\"name\":\"f\"}],\"function_call\":\"auto\"";

    private final HttpClient http = HttpClient.newHttpClient();
    private ScriptedWorker worker;
    private LocalGateway gateway;

    @BeforeAll
    void start(@TempDir Path folder) {
        worker = new ScriptedWorker(OlderWordsTest::calls);
        gateway = new LocalGateway(
                new GatewayHome(folder).key("key", "acct_a", Map.of()).model("m", worker.address()), Map.of());
    }

    @AfterAll
    void stop() {
        gateway.close();
        worker.close();
    }

    @BeforeEach
    void forget() {
        worker.requests.clear();
    }

    private static void calls(GenerateRequest request, ServerCallStreamObserver<Event> client) {
        client.onNext(ScriptedWorker.accepted());
        if (request.getInput().contains("bad")) {
            client.onNext(ScriptedWorker.refusal(
                    "invalid_request",
                    "tools[0].function.parameters.type",
                    "tools[0].function.parameters.type is nothing"));
            client.onCompleted();
            return;
        }
        if (!request.getFunctions().isEmpty() && !request.getTools().isEmpty()) {
            client.onNext(ScriptedWorker.refusal(
                    "invalid_request", "tools", "tools cannot stand beside functions or function_call"));
            client.onCompleted();
            return;
        }
        client.onNext(toolCalls("""
                [{"index":0,"id":"call_1","type":"function","function":{"name":"f","arguments":""}}]"""));
        client.onNext(toolCalls("[{\"index\":0,\"function\":{\"arguments\":\"{\\\"a\\\"\"}}]"));
        client.onNext(toolCalls("[{\"index\":0,\"function\":{\"arguments\":\":1}\"}}]"));
        client.onNext(ScriptedWorker.finished("tool_calls", 7, 3));
        client.onCompleted();
    }

    private static Event toolCalls(String json) {
        return Event.newBuilder()
                .setDelta(Delta.newBuilder().setToolCalls(json))
                .build();
    }

    @Test
    void theWorkerIsToldOfFunctionsAsTheyWereSent() throws Exception {
        chat(FUNCTIONS);

        GenerateRequest request = Objects.requireNonNull(worker.requests.poll(5, TimeUnit.SECONDS));
        assertThat(request.getFunctions()).isEqualTo("[{\"name\":\"f\"}]");
        assertThat(request.getFunctionCall()).isEqualTo("\"auto\"");
        assertThat(request.getTools()).isEmpty();
    }

    @Test
    void aWholeAnswerCallsAFunctionInTheWordsItWasNamedIn() throws Exception {
        JsonNode choice = JSON.readTree(chat(FUNCTIONS).body()).at("/choices/0");

        assertThat(choice.at("/message/content").isNull()).isTrue();
        assertThat(choice.at("/message/function_call")).hasToString("{\"name\":\"f\",\"arguments\":\"{\\\"a\\\":1}\"}");
        assertThat(choice.path("message").has("tool_calls")).isFalse();
        assertThat(choice.path("finish_reason").asText()).isEqualTo("function_call");
    }

    @Test
    void aStreamCallsAFunctionInTheWordsItWasNamedIn() throws Exception {
        List<JsonNode> choices = new ArrayList<>();
        for (String line : chat("\"stream\":true," + FUNCTIONS).body().split("\n", -1)) {
            if (line.startsWith("data: {")) {
                choices.add(JSON.readTree(line.substring(6)).at("/choices/0"));
            }
        }

        assertThat(choices).hasSize(4).noneMatch(choice -> choice.path("delta").has("tool_calls"));
        assertThat(choices.getFirst().path("delta"))
                .hasToString("{\"role\":\"assistant\",\"function_call\":{\"name\":\"f\",\"arguments\":\"\"}}");
        assertThat(choices.get(1).at("/delta/function_call/arguments").asText()
                        + choices.get(2).at("/delta/function_call/arguments").asText())
                .isEqualTo("{\"a\":1}");
        assertThat(choices.getLast().path("finish_reason").asText()).isEqualTo("function_call");
    }

    @Test
    void callsOfToolsStayCallsOfTools() throws Exception {
        JsonNode choice = JSON.readTree(chat("\"tools\":[]").body()).at("/choices/0");

        assertThat(choice.at("/message/tool_calls/0/function/name").asText()).isEqualTo("f");
        assertThat(choice.path("finish_reason").asText()).isEqualTo("tool_calls");
    }

    @Test
    void anEnginesFaultWithAToolBesideAFunctionIsToldOfTheTool() throws Exception {
        HttpResponse<String> response = chat(FUNCTIONS + ",\"tools\":[]");

        JsonNode error = JSON.readTree(response.body()).path("error");
        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(error.path("param").asText()).isEqualTo("tools");
        assertThat(error.path("message").asText()).isEqualTo("tools cannot stand beside functions or function_call");
    }

    @Test
    void anEnginesFaultWithAToolIsToldOfTheFunction() throws Exception {
        HttpResponse<String> response = chat(FUNCTIONS + ",\"messages\":[\"bad\"]");

        JsonNode error = JSON.readTree(response.body()).path("error");
        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(error.path("param").asText()).isEqualTo("functions[0].parameters.type");
        assertThat(error.path("message").asText()).isEqualTo("functions[0].parameters.type is nothing");
    }

    @Test
    void whatNewerClientsSendAlongIsTaken() throws Exception {
        HttpResponse<String> response = chat("""
                "reasoning_effort":"low","verbosity":"high","modalities":["text"],"service_tier":"flex","store":true,
                "metadata":{"a":"b"},"user":"u","safety_identifier":"s","prompt_cache_key":"k",
                "prompt_cache_retention":"24h","prediction":null,"audio":null,"web_search_options":null,
                "max_completion_tokens":5,"tools":[]""");

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(JSON.readTree(response.body()).path("service_tier").asText()).isEqualTo("default");
        assertThat(Objects.requireNonNull(worker.requests.poll(5, TimeUnit.SECONDS))
                        .getMaxTokens())
                .isEqualTo(5);
    }

    private HttpResponse<String> chat(String members) throws Exception {
        String messages = members.contains("messages") ? "" : ",\"messages\":[]";
        return http.send(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + gateway.port() + "/v1/chat/completions"))
                        .header("Authorization", "Bearer key")
                        .POST(HttpRequest.BodyPublishers.ofString("{\"model\":\"m\"," + members + messages + "}"))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }
}
