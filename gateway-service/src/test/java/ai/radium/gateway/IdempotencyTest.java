package ai.radium.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ai.radium.contracts.worker.v1.Event;
import ai.radium.contracts.worker.v1.GenerateRequest;
import ai.radium.devstack.testing.Stack;
import ai.radium.devstack.testing.StackExtension;
import ai.radium.gateway.worker.ScriptedWorker;
import io.grpc.Status;
import io.grpc.stub.ServerCallStreamObserver;
import io.lettuce.core.RedisClient;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Inference with an Idempotency-Key through two gateways that share a real Redis. */
@ExtendWith(StackExtension.class)
@SuppressWarnings("NullAway.Init") // set before the first test
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(60)
class IdempotencyTest {
    private static final int REPLY_BYTES = 4_096;

    private final HttpClient http = HttpClient.newHttpClient();
    private final Queue<String> asked = new ConcurrentLinkedQueue<>();
    private final Map<String, Semaphore> held = new ConcurrentHashMap<>();
    private ScriptedWorker worker;
    private LocalGateway one;
    private LocalGateway other;
    private String redis;

    @BeforeAll
    void start(Stack stack, @TempDir Path folder) {
        worker = new ScriptedWorker(this::answer);
        redis = stack.freshRedis();
        one = gateway(folder.resolve("one"));
        other = gateway(folder.resolve("other"));
    }

    private LocalGateway gateway(Path home) {
        return new LocalGateway(
                new GatewayHome(home)
                        .key("key", "acct_a", Map.of())
                        .key("stranger", "acct_b", Map.of())
                        .model("m", "127.0.0.1:" + worker.port()),
                Map.of(
                        "RADIUM_REDIS",
                        redis,
                        "RADIUM_GATEWAY_IDEMPOTENCY_REPLY_BYTES",
                        Integer.toString(REPLY_BYTES),
                        "RADIUM_GATEWAY_IDEMPOTENCY_WAIT_SECONDS",
                        "2"));
    }

    @AfterAll
    void stop() {
        one.close();
        other.close();
        worker.close();
    }

    /** By the words of the prompt, of which the first names the test. */
    private void answer(GenerateRequest request, ServerCallStreamObserver<Event> client) throws InterruptedException {
        String input = request.getInput();
        asked.add(input);
        if (input.contains("held")) {
            held(name(input)).acquire();
        }
        boolean first = asked.stream().filter(input::equals).count() == 1;
        if (first && input.contains("refused")) {
            client.onError(Status.RESOURCE_EXHAUSTED.asRuntimeException());
        } else if (first && input.contains("broken")) {
            client.onNext(ScriptedWorker.delta("half "));
            client.onError(Status.INTERNAL.asRuntimeException());
        } else if (input.contains("large")) {
            client.onNext(ScriptedWorker.delta("x".repeat(2 * REPLY_BYTES)));
            client.onNext(ScriptedWorker.finished("stop", 7, 1));
            client.onCompleted();
        } else {
            ScriptedWorker.echo(request, client);
        }
    }

    private static String name(String input) {
        return input.substring(0, input.indexOf(' ')).replace("\"", "");
    }

    private Semaphore held(String test) {
        return held.computeIfAbsent(test, name -> new Semaphore(0));
    }

    /** Calls that were recorded as completed. */
    private long recorded() {
        String metric = "radium_gateway_inference_requests_total{outcome=\"completed\"}";
        return one.metric(metric) + other.metric(metric);
    }

    private long calls(String test) {
        return asked.stream().filter(input -> name(input).equals(test)).count();
    }

    private static String body(String prompt, boolean stream) {
        return "{\"model\":\"m\",\"stream\":" + stream + ",\"prompt\":\"" + prompt + "\"}";
    }

    private CompletableFuture<HttpResponse<String>> send(
            LocalGateway gateway, String apiKey, String idempotencyKey, String body) {
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + gateway.port() + "/v1/completions"))
                .header("Authorization", "Bearer " + apiKey)
                .header("Idempotency-Key", idempotencyKey)
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
        return http.sendAsync(request, HttpResponse.BodyHandlers.ofString());
    }

    private HttpResponse<String> post(LocalGateway gateway, String idempotencyKey, String body) {
        return send(gateway, "key", idempotencyKey, body).join();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void twentyAtOnceAreOneCallAndTwentyEqualReplies(boolean stream) {
        String test = "crowd-" + stream;
        long before = recorded();
        String body = body(test + " held say a few words", stream);
        List<CompletableFuture<HttpResponse<String>>> replies = IntStream.range(0, 20)
                .mapToObj(i -> send(i % 2 == 0 ? one : other, "key", test, body))
                .toList();
        await().until(() -> calls(test) == 1);
        held(test).release(20);

        assertThat(replies)
                .map(CompletableFuture::join)
                .allSatisfy(reply -> assertThat(reply.statusCode()).isEqualTo(200))
                .extracting(HttpResponse::body)
                .containsOnly(replies.getFirst().join().body());
        assertThat(replies.getFirst().join().body()).contains("words");
        assertThat(replies.getFirst().join().headers().firstValue("content-type"))
                .hasValueSatisfying(
                        type -> assertThat(type).startsWith(stream ? "text/event-stream" : "application/json"));
        assertThat(calls(test)).isOne();
        assertThat(recorded() - before).isOne();
    }

    @Test
    void anotherBodyOrPathIsRefusedByTheHeadersName() {
        post(one, "same", body("same first", false));

        HttpResponse<String> reply = post(other, "same", body("same second", false));

        assertThat(reply.statusCode()).isEqualTo(422);
        assertThat(reply.body()).contains("IDEMPOTENCY_KEY_REUSED").contains("Idempotency-Key");
        assertThat(calls("same")).isOne();
    }

    @Test
    void theKeysOfAnotherAccountAreOthers() {
        post(one, "shared", body("shared words", false));

        assertThat(send(one, "stranger", "shared", body("shared words", false))
                        .join()
                        .statusCode())
                .isEqualTo(200);
        assertThat(calls("shared")).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " "})
    void anEmptyKeyIsRefused(String key) {
        assertRefusedKey(key);
    }

    @Test
    void aKeyOfMoreThan255CharactersIsRefused() {
        assertThat(post(one, "k".repeat(255), body("longest words", false)).statusCode())
                .isEqualTo(200);
        assertRefusedKey("k".repeat(256));
    }

    private void assertRefusedKey(String key) {
        HttpResponse<String> reply = post(one, key, body("refused-key words", false));

        assertThat(reply.statusCode()).isEqualTo(400);
        assertThat(reply.body()).contains("\"param\":\"Idempotency-Key\"").contains("255");
        assertThat(calls("refused-key")).isZero();
    }

    @Test
    void anAnswerThatFailedIsMadeAnew() {
        String body = body("failure refused at first", false);

        assertThat(post(one, "failure", body).statusCode()).isIn(429, 503);
        HttpResponse<String> second = post(other, "failure", body);
        HttpResponse<String> third = post(one, "failure", body);

        assertThat(second.statusCode()).isEqualTo(200);
        assertThat(third.body()).isEqualTo(second.body());
    }

    @Test
    void aStreamThatBrokeIsMadeAnew() {
        String body = body("break broken at first", true);

        assertThat(post(one, "break", body).body()).contains("event: error");
        HttpResponse<String> second = post(one, "break", body);

        assertThat(second.body()).doesNotContain("event: error").endsWith("data: [DONE]\n\n");
        assertThat(post(other, "break", body).body()).isEqualTo(second.body());
        assertThat(calls("break")).isEqualTo(2);
    }

    @Test
    void aClientThatLeavesLetsTheNextOneBegin() {
        String body = body("leaver held by the worker", false);
        CompletableFuture<HttpResponse<String>> first = send(one, "key", "leaver", body);
        await().until(() -> calls("leaver") == 1);

        CompletableFuture<HttpResponse<String>> second = send(other, "key", "leaver", body);
        first.cancel(true);
        await().until(() -> calls("leaver") == 2);
        held("leaver").release(2);

        assertThat(second.join().statusCode()).isEqualTo(200);
    }

    @Test
    void whoWaitsTooLongIsToldThatTheFirstOneIsBeingWorkedOn() {
        String body = body("patience held by the worker", false);
        CompletableFuture<HttpResponse<String>> first = send(one, "key", "patience", body);
        await().until(() -> calls("patience") == 1);

        HttpResponse<String> second = post(other, "patience", body);
        held("patience").release();

        assertThat(second.statusCode()).isEqualTo(409);
        assertThat(second.body()).contains("IDEMPOTENCY_KEY_IN_USE");
        assertThat(first.join().statusCode()).isEqualTo(200);
    }

    @Test
    void aReplyThatIsTooLargeToBeKeptIsNotMadeTwice() {
        String body = body("size large", false);

        assertThat(post(one, "size", body).statusCode()).isEqualTo(200);
        HttpResponse<String> second = post(other, "size", body);

        assertThat(second.statusCode()).isEqualTo(409);
        assertThat(second.body()).contains("IDEMPOTENT_REPLY_TOO_LARGE").contains(Integer.toString(REPLY_BYTES));
        assertThat(calls("size")).isOne();
    }

    @Test
    void whatRedisHasShowsNeitherReplyNorKey() {
        post(one, "secret-key", body("secret-words are said", false));

        RedisClient client = RedisClient.create(redis.replaceFirst("//.*@", "//"));
        try (var connection = client.connect()) {
            var commands = connection.sync();
            List<String> keys = commands.keys("radium:idempotency:*");
            assertThat(keys).isNotEmpty().noneMatch(key -> key.contains("secret-key"));
            assertThat(keys)
                    .allSatisfy(key -> assertThat(commands.hgetall(key).values())
                            .noneMatch(value -> value.contains("secret-words")));
        } finally {
            client.shutdown();
        }
    }
}
