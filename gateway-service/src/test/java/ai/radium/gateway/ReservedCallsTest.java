package ai.radium.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ai.radium.contracts.worker.v1.Event;
import ai.radium.contracts.worker.v1.GenerateRequest;
import ai.radium.devstack.testing.Stack;
import ai.radium.devstack.testing.StackExtension;
import ai.radium.gateway.limits.RedisLine;
import ai.radium.gateway.worker.ScriptedWorker;
import io.grpc.stub.ServerCallStreamObserver;
import io.lettuce.core.RedisClient;
import io.lettuce.core.api.StatefulRedisConnection;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * Three gateways, one real Redis behind a line that can be cut, one real Kafka, and billing by hand. A token of an answer costs a
 * cent, a prompt nothing; a call asks for ten tokens.
 */
@ExtendWith(StackExtension.class)
@SuppressWarnings("NullAway.Init") // set before each test
@Timeout(120)
class ReservedCallsTest {
    private static final int CALLS = 200;
    private static final int COVERED = 50;
    private static final String TEN_CENTS = "\"max_tokens\":10,";
    private static final Duration SOON = Duration.ofSeconds(2);

    private final HttpClient http = HttpClient.newHttpClient();
    private String account;
    private String model;
    private String database;
    private RedisLine redis;
    private BillingByHand billing;
    private ScriptedWorker worker;
    private List<LocalGateway> gateways;
    private volatile CountDownLatch goOn = new CountDownLatch(1);

    @BeforeEach
    void start(Stack stack, @TempDir Path folder) {
        account = stack.freshName("acct");
        model = stack.freshName("model");
        database = stack.freshRedis();
        redis = new RedisLine(database);
        billing = new BillingByHand(stack.kafka(), account);
        billing.price(model, "0", "10000");
        billing.tell("0.00");
        worker = new ScriptedWorker(this::answer);
        gateways = IntStream.range(0, 3)
                .mapToObj(i -> new LocalGateway(
                        new GatewayHome(folder.resolve("gateway-" + i))
                                .key("key", account, Map.of())
                                .model(model, worker.address()),
                        Map.of("RADIUM_REDIS", redis.uri(), "RADIUM_KAFKA", stack.kafka())))
                .toList();
        goOn.countDown();
        for (LocalGateway gateway : gateways) {
            await().atMost(Duration.ofSeconds(30))
                    .until(() -> call(gateway, TEN_CENTS).join().statusCode() == 402);
        }
        goOn = new CountDownLatch(1);
        worker.requests.clear();
    }

    private void answer(GenerateRequest request, ServerCallStreamObserver<Event> client) throws InterruptedException {
        client.onNext(ScriptedWorker.accepted());
        client.onNext(ScriptedWorker.prefillDone(7, 0));
        goOn.await();
        int tokens = request.getMaxTokens() == 0 ? 12 : request.getMaxTokens();
        for (int i = 0; i < tokens; i++) {
            client.onNext(ScriptedWorker.delta("x"));
        }
        client.onNext(ScriptedWorker.finished("length", 7, tokens));
        client.onCompleted();
    }

    @AfterEach
    void stop() {
        goOn.countDown();
        gateways.forEach(LocalGateway::close);
        worker.close();
        billing.close();
        redis.close();
    }

    @Test
    void noMoreCallsRunThanTheCreditCovers() {
        billing.tell("5.00");
        awaitCredit();

        List<CompletableFuture<HttpResponse<String>>> calls = send(CALLS);
        await().atMost(Duration.ofSeconds(30)).until(() -> done(calls) >= CALLS - COVERED);
        goOn.countDown();

        assertCovered(calls);
    }

    @Test
    void noMoreCallsRunThanTheCreditCoversThoughRedisDiesAndForgets() {
        billing.tell("5.00");
        awaitCredit();
        List<CompletableFuture<HttpResponse<String>>> before = send(20);
        await().until(() -> worker.requests.size() == 20);

        redis.cut();
        List<CompletableFuture<HttpResponse<String>>> meanwhile = send(CALLS / 2);
        forget();
        redis.mend();
        List<CompletableFuture<HttpResponse<String>>> after = send(CALLS / 2 - 20);
        List<CompletableFuture<HttpResponse<String>>> calls =
                Stream.of(before, meanwhile, after).flatMap(List::stream).toList();
        await().atMost(Duration.ofSeconds(30)).until(() -> done(calls) >= CALLS - COVERED);
        goOn.countDown();

        assertCovered(calls);
    }

    /** Fifty of them, to the last cent; every other one is told why, and not to try again. */
    private void assertCovered(List<CompletableFuture<HttpResponse<String>>> calls) {
        List<HttpResponse<String>> replies =
                calls.stream().map(CompletableFuture::join).toList();
        assertThat(replies).filteredOn(reply -> reply.statusCode() == 200).hasSize(COVERED);
        assertThat(replies).filteredOn(reply -> reply.statusCode() != 200).allSatisfy(reply -> {
            assertThat(reply.statusCode()).as(reply.body()).isEqualTo(402);
            assertThat(reply.headers().firstValue("x-should-retry")).contains("false");
            assertThat(reply.body()).contains("credits_exhausted", "insufficient_quota");
        });
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(billing.balance()).isEqualByComparingTo("0"));
        assertThat(billing.lowest()).isEqualByComparingTo("0");
        assertThat(gateways)
                .allSatisfy(gateway -> assertThat(gateway.metric("radium_gateway_funds_reservations"))
                        .isZero());
        assertThat(call(gateways.get(1), TEN_CENTS).join().statusCode()).isEqualTo(402);
        assertThat(billing.records()).isEqualTo(COVERED);
    }

    @Test
    void whatAnEndedCallDidNotNeedIsThereAtEveryGatewaySoon() {
        billing.tell("1.00");
        awaitCredit();
        CompletableFuture<HttpResponse<String>> all = call(gateways.get(0), "\"max_tokens\":100,");
        await().until(() -> worker.requests.stream().anyMatch(request -> request.getMaxTokens() == 100));
        assertThat(call(gateways.get(1), TEN_CENTS).join().statusCode()).isEqualTo(402);

        all.cancel(true);

        await().atMost(SOON).until(() -> gateways.get(0).metric("radium_gateway_funds_reservations") == 0);
        goOn.countDown();
        await().atMost(SOON)
                .until(() -> call(gateways.get(1), "\"max_tokens\":80,").join().statusCode() == 200);
    }

    @Test
    void anAnswerWithoutALimitEndsWhereTheFundsDo() {
        billing.tell("0.07");
        goOn.countDown();
        await().atMost(SOON.multipliedBy(3)).until(() -> {
            HttpResponse<String> reply =
                    call(gateways.get(2), "\"stream\":true,").join();
            return reply.statusCode() == 200
                    && reply.body().contains("\"finish_reason\":\"length\"")
                    && reply.body().endsWith("data: [DONE]\n\n");
        });

        assertThat(worker.requests)
                .singleElement()
                .satisfies(request -> assertThat(request.getMaxTokens()).isEqualTo(7));
        assertThat(call(gateways.get(0), "\"stream\":true,").join().statusCode())
                .isEqualTo(402);
        await().untilAsserted(() -> assertThat(billing.balance()).isEqualByComparingTo("0"));
    }

    @Test
    void creditThatIsAddedCountsSoon() {
        billing.tell("0.10");
        goOn.countDown();
        awaitCredit();
        assertThat(call(gateways.get(1), TEN_CENTS).join().statusCode()).isEqualTo(200);
        await().until(() -> billing.records() == 1);
        assertThat(call(gateways.get(0), TEN_CENTS).join().statusCode()).isEqualTo(402);

        billing.add("0.30");

        await().atMost(SOON).until(() -> call(gateways.get(0), TEN_CENTS).join().statusCode() == 200);
    }

    /** Spends nothing: every gateway has heard of it when a call for too much is told how much there is. */
    private void awaitCredit() {
        for (LocalGateway gateway : gateways) {
            await().atMost(Duration.ofSeconds(20)).until(() -> {
                HttpResponse<String> reply =
                        call(gateway, "\"max_tokens\":9000,").join();
                return reply.statusCode() == 402 && !reply.body().contains("and 0 USD");
            });
        }
    }

    private List<CompletableFuture<HttpResponse<String>>> send(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> call(gateways.get(i % 3), TEN_CENTS + (i % 2 == 0 ? "\"stream\":true," : "")))
                .toList();
    }

    private CompletableFuture<HttpResponse<String>> call(LocalGateway gateway, String members) {
        return http.sendAsync(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + gateway.port() + "/v1/chat/completions"))
                        .header("authorization", "Bearer key")
                        .header("content-type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString("{\"model\":\"" + model + "\"," + members
                                + "\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]}"))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private static long done(List<CompletableFuture<HttpResponse<String>>> calls) {
        return calls.stream().filter(CompletableFuture::isDone).count();
    }

    private void forget() {
        RedisClient client = RedisClient.create("redis://" + database.substring(database.indexOf('@') + 1));
        try (StatefulRedisConnection<String, String> connection = client.connect()) {
            connection.sync().flushdb();
        } finally {
            client.shutdown();
        }
    }
}
