package ai.radium.gateway.inference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ai.radium.contracts.Topic;
import ai.radium.contracts.deployment.DeploymentStatus;
import ai.radium.contracts.deployment.RoutesChanged;
import ai.radium.contracts.worker.v1.Event;
import ai.radium.contracts.worker.v1.GenerateRequest;
import ai.radium.gateway.body.BodyMemory;
import ai.radium.gateway.body.HeldBody;
import ai.radium.gateway.identity.Principals;
import ai.radium.gateway.problem.Dialect;
import ai.radium.gateway.reply.Reply;
import ai.radium.gateway.routes.Routes;
import ai.radium.gateway.time.GatewayTime;
import ai.radium.gateway.usage.Spool;
import ai.radium.gateway.usage.SpooledUsage;
import ai.radium.gateway.worker.ScriptedWorker;
import ai.radium.gateway.worker.Workers;
import ai.radium.kit.tracing.Tracing;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.stub.ServerCallStreamObserver;
import io.netty.buffer.Unpooled;
import io.netty.channel.EventLoop;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.channel.socket.nio.NioSocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Calls of a fine-tuned model that is loaded on a deployment of its base, over a real worker's connection. */
@SuppressWarnings("NullAway.Init") // set before each test
class FineTunedCallsTest {
    private static final String MODEL = "ft:m:acct_1:support:1";
    private static final String CHAT = "{\"model\":\"" + MODEL + "\",\"messages\":[\"a b\"]}";

    private final NioEventLoopGroup group = new NioEventLoopGroup(1);
    private final EventLoop loop = group.next();
    private final EmbeddedChannel client = new EmbeddedChannel();
    private final AtomicInteger ends = new AtomicInteger();
    private final Routes routes = new Routes();
    private final NoFunds funds = new NoFunds(group);
    private final CountDownLatch goesOn = new CountDownLatch(1);
    private final ScriptedWorker worker = new ScriptedWorker(this::sayWhenItGoesOn);

    private Path home;
    private Spool spool;
    private LoopInference inference;

    @BeforeEach
    void start(@TempDir Path folder) {
        home = folder;
        spool = new Spool(home.resolve("spool"), 1, GatewayTime.system());
        inference = new LoopInference(
                loop,
                routes,
                funds.funds(),
                spool.writer(),
                new Workers(loop, NioSocketChannel.class, "", GatewayTime.system()),
                Tracing.OFF,
                new InferenceBounds(60, 2),
                GatewayTime.system());
        hear(Calls.answering(MODEL, "acct_1", worker.address()));
    }

    @AfterEach
    void stop() {
        funds.close();
        group.shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
        client.finishAndReleaseAll();
        spool.close();
        worker.close();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "CHAT       | \"messages\":[\"a b\"]",
                "COMPLETION | \"prompt\":\"a b\",\"max_tokens\":9",
                "RESPONSE   | \"input\":\"a b\"",
                "MESSAGE    | \"messages\":[{\"role\":\"user\",\"content\":\"a b\"}],\"max_tokens\":9"
            })
    void everyDialectAsksForTheAdapterAndIsPaidForTheModel(Operation operation, String input)
            throws InterruptedException {
        goesOn.countDown();
        ask("acct_1", operation, "{\"model\":\"" + MODEL + "\"," + input + "}");

        assertThat(reply())
                .startsWith("HTTP/1.1 200")
                .contains("\"model\":\"" + MODEL + "\"")
                .doesNotContain("x-served-model");
        GenerateRequest request = Objects.requireNonNull(worker.requests.poll(5, TimeUnit.SECONDS));
        assertThat(request.getAdapter()).isEqualTo(MODEL);
        assertThat(request.getModel()).isEqualTo(MODEL);
        assertThat(SpooledUsage.of(home)).singleElement().satisfies(record -> {
            assertThat(record.model()).isEqualTo(MODEL);
            assertThat(record.servedModel()).isEqualTo(MODEL);
            assertThat(record.deploymentId()).isEqualTo("dep_1");
        });
    }

    @Test
    void theBaseIsAskedForNoAdapter() throws InterruptedException {
        goesOn.countDown();
        ask("acct_1", Operation.CHAT, "{\"model\":\"m\",\"messages\":[\"a b\"]}");

        assertThat(reply()).startsWith("HTTP/1.1 200").contains("\"model\":\"m\"");
        assertThat(Objects.requireNonNull(worker.requests.poll(5, TimeUnit.SECONDS))
                        .getAdapter())
                .isEmpty();
    }

    @Test
    void anotherAccountIsToldThatThereIsNoSuchModel() {
        ask("acct_2", Operation.CHAT, CHAT);

        assertThat(reply()).startsWith("HTTP/1.1 404").contains("\"code\":\"model_not_found\"");
        assertThat(worker.requests).isEmpty();
    }

    @Test
    void aModelThatNoReplicaHasLoadedIsAskedForAgainLater() {
        hear(Calls.answering(MODEL, "acct_1"));
        ask("acct_1", Operation.CHAT, CHAT);

        assertThat(reply())
                .startsWith("HTTP/1.1 503")
                .containsIgnoringCase("\r\nretry-after: 2\r\n")
                .contains("\"code\":\"model_not_ready\"", "is being loaded");
    }

    @Test
    void aCallThatRunsEndsAsItBeganAndTheNextOneKnowsTheModelNoMore() {
        ask("acct_1", Operation.CHAT, CHAT);
        await().until(() -> !worker.requests.isEmpty());

        hear(Calls.deployment(DeploymentStatus.ACTIVE, worker.address()));
        goesOn.countDown();

        assertThat(reply()).startsWith("HTTP/1.1 200").contains("\"model\":\"" + MODEL + "\"");
        ends.set(0);
        ask("acct_1", Operation.CHAT, CHAT);
        assertThat(reply()).startsWith("HTTP/1.1 404").contains("\"code\":\"model_not_found\"");
        assertThat(SpooledUsage.of(home))
                .singleElement()
                .satisfies(record -> assertThat(record.model()).isEqualTo(MODEL));
    }

    /** The news of a replica that was started again comes a moment after the fact. */
    @Test
    void aReplicaWithoutTheAdapterLeavesTheCallToOneThatHasIt() {
        goesOn.countDown();
        try (ScriptedWorker restarted = new ScriptedWorker(FineTunedCallsTest::lacksAdapter)) {
            hear(Calls.answering(MODEL, "acct_1", restarted.address(), worker.address()));
            while (restarted.requests.isEmpty()) {
                ends.set(0);
                ask("acct_1", Operation.CHAT, CHAT);
                assertThat(reply()).startsWith("HTTP/1.1 200");
            }

            hear(Calls.answering(MODEL, "acct_1", restarted.address()));
            ends.set(0);
            ask("acct_1", Operation.CHAT, CHAT);
            assertThat(reply()).startsWith("HTTP/1.1 503").contains("\"code\":\"model_not_ready\"");
        }
    }

    private static void lacksAdapter(GenerateRequest request, ServerCallStreamObserver<Event> answer) {
        Metadata trailers = new Metadata();
        trailers.put(Metadata.Key.of("radium-param", Metadata.ASCII_STRING_MARSHALLER), "model");
        answer.onError(Status.INVALID_ARGUMENT
                .withDescription("the model's adapter " + request.getAdapter() + " is not loaded on this replica")
                .asRuntimeException(trailers));
    }

    private void sayWhenItGoesOn(GenerateRequest request, ServerCallStreamObserver<Event> answer)
            throws InterruptedException {
        goesOn.await();
        ScriptedWorker.echo(request, answer);
    }

    private void ask(String account, Operation operation, String json) {
        Reply reply =
                new Reply(client, Dialect.OBJECT, "req-1", true, true, GatewayTime.system(), ends::incrementAndGet);
        loop.submit(() -> inference.answer(
                        reply,
                        Principals.key(account, Set.of()),
                        operation,
                        null,
                        new HeldBody(
                                Unpooled.copiedBuffer(json, StandardCharsets.UTF_8), new BodyMemory(1_000), account, 0),
                        0))
                .syncUninterruptibly();
    }

    private String reply() {
        await().until(() -> ends.get() == 1);
        return Calls.sent(client);
    }

    private void hear(RoutesChanged deployment) {
        Objects.requireNonNull(routes.listeners().get(Topic.DEPLOYMENT_ROUTES))
                .on(deployment.deploymentId(), Optional.of(deployment));
    }
}
