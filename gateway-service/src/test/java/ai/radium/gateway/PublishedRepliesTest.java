package ai.radium.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import ai.radium.contracts.worker.v1.Event;
import ai.radium.contracts.worker.v1.GenerateRequest;
import ai.radium.gateway.worker.ScriptedWorker;
import ai.radium.kit.testing.PublishedApi;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.grpc.stub.ServerCallStreamObserver;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the gateway itself answers, held to the description that it publishes; services are held to theirs by their own tests. */
@SuppressWarnings("NullAway.Init") // set before the first test
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(60)
class PublishedRepliesTest {
    private static final JsonMapper JSON = new JsonMapper();

    private final HttpClient http = HttpClient.newHttpClient();
    private final PublishedApi api = new PublishedApi();
    private final ScriptedWorker worker = new ScriptedWorker(PublishedRepliesTest::answer);
    private LocalGateway gateway;

    private static void answer(GenerateRequest request, ServerCallStreamObserver<Event> client) {
        client.onNext(ScriptedWorker.accepted());
        client.onNext(ScriptedWorker.prefillDone(7, 3));
        if (request.getInput().contains("call f")) {
            client.onNext(ScriptedWorker.callOfF("{}"));
            client.onNext(ScriptedWorker.finished("tool_calls", 7, 1));
        } else {
            client.onNext(ScriptedWorker.delta("so what"));
            client.onNext(ScriptedWorker.finished("stop", 7, 2));
        }
        client.onCompleted();
    }

    @BeforeAll
    void start(@TempDir Path folder) {
        gateway = new LocalGateway(
                new GatewayHome(folder).key("key", "acct_a", Map.of()).model("m", worker.address()), Map.of());
    }

    @AfterAll
    void stop() {
        gateway.close();
        worker.close();
        http.close();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    GET | /v1/ | / | key | 200 |
                    GET | /health | /health | key | 200 |
                    GET | /api/v1/status | /status | key | 200 |
                    POST | /v1/chat/completions | /chat/completions | key | 200 | {"model": "m", "messages": [{"role": "user", "content": "x"}]}
                    POST | /v1/chat/completions | /chat/completions | key | 200 | {"model": "m", "messages": [{"role": "user", "content": "call f"}]}
                    POST | /v1/models/m/chat/completions | /models/{model}/chat/completions | key | 200 | {"messages": [{"role": "user", "content": "x"}]}
                    POST | /v1/completions | /completions | key | 200 | {"model": "m", "prompt": "x"}
                    POST | /v1/models/m/completions | /models/{model}/completions | key | 200 | {"prompt": "x"}
                    POST | /v1/responses | /responses | key | 200 | {"model": "m", "input": "x"}
                    POST | /v1/responses | /responses | key | 200 | {"model": "m", "input": "call f"}
                    POST | /v1/models/m/responses | /models/{model}/responses | key | 200 | {"input": "x"}
                    POST | /v1/chat/completions | /chat/completions | none | 401 | {}
                    POST | /v1/chat/completions | /chat/completions | key | 400 | {"model": "m", "messages": [], "max_tokens": "x"}
                    POST | /api/deploy/chat/completions | /chat/completions | key | 404 | {"model": "z", "messages": [{"role": "user", "content": "x"}]}
                    POST | /api/v1/embeddings | /embeddings | key | 400 | {"model": "m"}
                    GET | /v1/deployments | /deployments | none | 401 |
                    GET | /api/v1/deployments | /deployments | none | 401 |
                    GET | /v1/billing | /billing | key | 503 |
                    GET | /api/v1/analytics | /analytics | key | 503 |
                    GET | /v1/organization/costs | /organization/costs | key | 503 |
                    GET | /docs/none | /docs/{file} | key | 404 |
                    """)
    void aReplyIsAsItIsDescribed(String method, String target, String path, String key, int status, String body)
            throws Exception {
        HttpRequest.BodyPublisher sent =
                body == null ? HttpRequest.BodyPublishers.noBody() : HttpRequest.BodyPublishers.ofString(body);
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + gateway.port() + target))
                .method(method, sent);
        if (!key.equals("none")) {
            request.header("Authorization", "Bearer " + key);
        }
        HttpResponse<String> reply = http.send(request.build(), HttpResponse.BodyHandlers.ofString());

        assertThat(reply.statusCode()).as(reply.body()).isEqualTo(status);
        JsonNode json = JSON.readTree(reply.body());
        List<String> faults = api.faultsOf(method, path, status, json);
        assertThat(faults).as(reply.body()).isEmpty();
    }
}
