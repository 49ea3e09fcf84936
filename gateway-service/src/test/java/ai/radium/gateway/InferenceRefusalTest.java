package ai.radium.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import ai.radium.contracts.worker.WorkerToken;
import ai.radium.gateway.worker.ScriptedWorker;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is refused of inference requests, by whom, and in which words. */
@SuppressWarnings("NullAway.Init") // set before the first test
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(60)
class InferenceRefusalTest {
    private static final Metadata.Key<String> AUTHORIZATION =
            Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER);

    private final BlockingQueue<String> authorizations = new LinkedBlockingQueue<>();
    private final CountDownLatch never = new CountDownLatch(1);
    private ScriptedWorker worker;
    private LocalGateway gateway;

    @BeforeAll
    void start(@TempDir Path folder) throws IOException {
        worker = new ScriptedWorker(0, builder -> builder.intercept(new Listening()), (request, client) -> {
            String input = request.getInput();
            if (input.contains("late refusal")) {
                client.onNext(ScriptedWorker.accepted());
                client.onNext(
                        ScriptedWorker.refusal("invalid_request", "messages", "two assistant messages at the end"));
                client.onCompleted();
            } else if (input.contains("silent")) {
                client.onNext(ScriptedWorker.accepted());
                if (input.contains("after a word")) {
                    client.onNext(ScriptedWorker.delta("word"));
                }
                never.await();
            } else {
                ScriptedWorker.echo(request, client);
            }
        });
        Path secret = Files.writeString(folder.resolve("secret"), "s3cret\n");
        gateway = new LocalGateway(
                new GatewayHome(folder.resolve("home"))
                        .key("free", "acct_a", Map.of())
                        .key("model", "acct_a", Map.of("allowedModels", List.of("m")))
                        .key("alias", "acct_a", Map.of("allowedModels", List.of("m-alias")))
                        .key("own", "acct_a", Map.of("allowedModels", List.of("dep_own")))
                        .key("word", "acct_a", Map.of("allowedModels", List.of("allowed")))
                        .model("m", worker.address())
                        .deployment("dep_own", "acct_a", "allowed", "other", false, worker.address()),
                Map.of(
                        "RADIUM_WORKER_SECRET_FILE", secret.toString(),
                        "RADIUM_GATEWAY_TOKEN_SECONDS", "1",
                        "RADIUM_GATEWAY_FIRST_TOKEN_SECONDS", "2"));
    }

    @AfterAll
    void stop() {
        gateway.close();
        worker.close();
    }

    private final class Listening implements ServerInterceptor {
        @Override
        public <Q, A> ServerCall.Listener<Q> interceptCall(
                ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
            authorizations.add(String.valueOf(headers.get(AUTHORIZATION)));
            return next.startCall(call, headers);
        }
    }

    @Test
    void aWorkerIsGivenTheTokenOfItsDeployment() throws Exception {
        authorizations.clear();

        assertThat(chat("free", "m", "a b", false)).startsWith("HTTP/1.1 200");
        assertThat(chat("free", "dep_own", "a b", false)).startsWith("HTTP/1.1 200");

        assertThat(authorizations.poll(5, TimeUnit.SECONDS)).isEqualTo("Bearer " + WorkerToken.of("s3cret", "dep_m"));
        assertThat(authorizations.poll(5, TimeUnit.SECONDS)).isEqualTo("Bearer " + WorkerToken.of("s3cret", "dep_own"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "model m 200",
                "model m-alias 200",
                "model dep_m 200",
                "model allowed 403",
                "model dep_own 403",
                "alias m 200",
                "alias dep_m 200",
                "own dep_own 200",
                "own allowed 200",
                "own m 403",
                "word allowed 403",
                "word dep_own 403",
                "word m 403"
            })
    void aConfinedKeyCallsWhatTheNameStandsFor(String row) throws IOException {
        String[] parts = row.split(" ", -1);

        assertThat(chat(parts[0], parts[1], "a b", false)).startsWith("HTTP/1.1 " + parts[2]);
    }

    @Test
    void whatTheEngineRefusesLateIsTheCallersFault() throws IOException {
        assertThat(chat("free", "m", "late refusal", false))
                .startsWith("HTTP/1.1 400")
                .contains("\"code\":\"invalid_request\"", "\"param\":\"messages\"", "two assistant messages");
        assertThat(chat("free", "m", "late refusal", true)).startsWith("HTTP/1.1 400");
    }

    @Test
    void anEngineThatFallsSilentIsNotWaitedFor() throws Exception {
        assertThat(chat("free", "m", "silent", false))
                .startsWith("HTTP/1.1 504")
                .contains("No token came");
        assertThat(chat("free", "m", "silent after a word", true))
                .startsWith("HTTP/1.1 200")
                .contains("word", "event: error", "no progress")
                .doesNotContain("[DONE]");
        assertThat(worker.cancelled.poll(5, TimeUnit.SECONDS)).isNotNull();
        assertThat(worker.cancelled.poll(5, TimeUnit.SECONDS)).isNotNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"\\ud83d", "\\ude00", "\\ud83d\\ud83d", "\\ude00\\ud83d", "\\u0000", "\\ud83dx"})
    void halfACharacterIsNoText(String text) throws IOException {
        assertThat(chat("free", "m", text, false)).startsWith("HTTP/1.1 400").contains("not valid JSON");
    }

    @Test
    void aWholePairIsText() throws IOException {
        assertThat(chat("free", "m", "\\ud83d\\ude00", false)).startsWith("HTTP/1.1 200");
    }

    private String chat(String key, String model, String text, boolean stream) throws IOException {
        String body = "{\"model\":\"" + model + "\",\"stream\":" + stream
                + ",\"messages\":[{\"role\":\"user\",\"content\":\"" + text + "\"}]}";
        try (var client = gateway.connect()) {
            return client.say("POST /v1/chat/completions HTTP/1.1\r\nHost: x\r\nConnection: close\r\n"
                            + "Authorization: Bearer " + key + "\r\nContent-Length: " + body.length() + "\r\n\r\n"
                            + body)
                    .readToEnd();
        }
    }
}
