package ai.radium.gateway.inference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ai.radium.contracts.Topic;
import ai.radium.contracts.deployment.DeploymentStatus;
import ai.radium.contracts.deployment.RoutesChanged;
import ai.radium.contracts.deployment.RoutesChanged.Replica;
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
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.EventLoop;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.channel.socket.nio.NioSocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** From a request's body to its reply, over a real worker's connection; a stand-in answers for m-large. */
@SuppressWarnings("NullAway.Init") // set before each test
class LoopInferenceTest {
    private static final long ARRIVED = 0;

    private final NioEventLoopGroup group = new NioEventLoopGroup(1);
    private final EventLoop loop = group.next();
    private final EmbeddedChannel client = new EmbeddedChannel();
    private final AtomicInteger ends = new AtomicInteger();
    private final Routes routes = new Routes();
    private final NoFunds funds = new NoFunds(group);
    private final ScriptedWorker worker = new ScriptedWorker(ScriptedWorker::echo);

    private Path home;
    private Spool spool;
    private Spool.Writer writer;
    private LoopInference inference;

    @BeforeEach
    void start(@TempDir Path folder) {
        home = folder;
        spool = new Spool(home.resolve("spool"), 1, GatewayTime.system());
        writer = spool.writer();
        inference = new LoopInference(
                loop,
                routes,
                funds.funds(),
                writer,
                new Workers(loop, NioSocketChannel.class, "", GatewayTime.system()),
                Tracing.OFF,
                new InferenceBounds(60, 2),
                GatewayTime.system());
        deploy("dep_1", "m", "m");
        deploy("dep_2", "m-large", "m-small");
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
                "{\"model\":\"m\"                         | 400 | invalid_request",
                "{\"model\":\"m\",\"messages\":7}         | 400 | invalid_request",
                "{\"model\":\"other\",\"messages\":[]}    | 404 | model_not_found"
            })
    void whatIsRefusedKeepsNothing(String json, int status, String code) {
        ByteBuf body = ask(json, null);

        assertThat(Calls.sent(client)).startsWith("HTTP/1.1 " + status).contains("\"code\":\"" + code);
        assertThat(body.refCnt()).isZero();
        assertThat(inference.stats().spoolPromises()).isZero();
        assertThat(inference.stats().open()).isZero();
    }

    @Test
    void withoutRoomForItsUsageNoCallBegins() {
        spool.writer(); // takes the last of the spool's two files
        ByteBuf body = ask("{\"model\":\"m\",\"messages\":[]}", null);

        assertThat(Calls.sent(client)).startsWith("HTTP/1.1 503").contains("Usage cannot be recorded");
        assertThat(body.refCnt()).isZero();
        assertThat(inference.stats().open()).isZero();
        assertThat(worker.requests).isEmpty();
    }

    @Test
    void aCallIsAnsweredAndItsUsageIsInTheSpoolByThen() throws InterruptedException {
        ask("{\"model\":\"m\",\"messages\":[\"a b\"],\"max_tokens\":9}", null);
        String reply = reply();

        assertThat(reply)
                .startsWith("HTTP/1.1 200")
                .contains("\"object\":\"chat.completion\"", "\"model\":\"m\"")
                .doesNotContain("x-served-model");
        var request = Objects.requireNonNull(worker.requests.poll(5, TimeUnit.SECONDS));
        assertThat(request.getInput()).isEqualTo("[\"a b\"]");
        assertThat(request.getAccountId()).isEqualTo("acct_1");
        assertThat(SpooledUsage.of(home)).singleElement().satisfies(record -> {
            assertThat(record.id()).isEqualTo(request.getUsageId());
            assertThat(record.requestId()).isEqualTo("req-1").isEqualTo(request.getRequestId());
            assertThat(record.promptTokens()).isEqualTo(7);
        });
        assertThat(inference.stats().completed()).isEqualTo(1);
        assertThat(inference.stats().spoolPromises()).isZero();
        assertThat(inference.stats().workerStreams()).isZero();
    }

    @Test
    void aStandInIsNamedInAHeader() {
        ask("{\"model\":\"m-large\",\"stream\":true,\"messages\":[]}", null);

        assertThat(reply())
                .contains("\r\nx-served-model: m-small\r\n", "\"system_fingerprint\":\"m-small@1\"")
                .contains("\"model\":\"m-large\"", "\"object\":\"chat.completion.chunk\"")
                .contains("data: [DONE]");
    }

    @Test
    void theModelOfThePathCounts() {
        ask("{\"model\":\"other\",\"messages\":[]}", "dep_1");

        assertThat(reply()).startsWith("HTTP/1.1 200").contains("\"model\":\"m\"");
    }

    @Test
    void aStandInOfAResponseIsNamedBesideItsWarning() {
        ask(Operation.RESPONSE, "{\"model\":\"m-large\",\"input\":\"a\",\"tools\":[{\"type\":\"web_search\"}]}", null);

        assertThat(reply())
                .contains("\r\nx-served-model: m-small\r\nwarning: 299 radium \"ignored tools: web_search\"\r\n")
                .contains("\"object\":\"response\"", "\"model\":\"m-large\"");
    }

    @ParameterizedTest
    @CsvSource({"m, 400", "other, 404"})
    void aResponseThatIsRefusedKeepsNothing(String model, int status) {
        String input = status == 400 ? "[7]" : "\"a\"";
        ByteBuf body = ask(Operation.RESPONSE, "{\"model\":\"" + model + "\",\"input\":" + input + "}", null);

        assertThat(Calls.sent(client)).startsWith("HTTP/1.1 " + status);
        assertThat(body.refCnt()).isZero();
        assertThat(inference.stats().open()).isZero();
    }

    private ByteBuf ask(String json, @Nullable String pathModel) {
        return ask(Operation.CHAT, json, pathModel);
    }

    private ByteBuf ask(Operation operation, String json, @Nullable String pathModel) {
        ByteBuf body = Unpooled.copiedBuffer(json, StandardCharsets.UTF_8);
        Reply reply =
                new Reply(client, Dialect.OBJECT, "req-1", true, true, GatewayTime.system(), ends::incrementAndGet);
        loop.submit(() -> inference.answer(
                        reply,
                        Principals.key("acct_1", Set.of()),
                        operation,
                        pathModel,
                        new HeldBody(body, new BodyMemory(1_000), "acct_1", 0),
                        ARRIVED))
                .syncUninterruptibly();
        return body;
    }

    private String reply() {
        await().until(() -> ends.get() == 1);
        return Calls.sent(client);
    }

    private void deploy(String id, String model, String servedModel) {
        RoutesChanged deployment = new RoutesChanged(
                id,
                "acct_1",
                "name-of-" + id,
                model,
                List.of(model),
                servedModel,
                false,
                DeploymentStatus.ACTIVE,
                "NONE",
                1,
                "2026-01-01T00:00:00Z",
                List.of(new Replica(id + "-0", worker.address(), 1, List.of())),
                null,
                null,
                1);
        Objects.requireNonNull(routes.listeners().get(Topic.DEPLOYMENT_ROUTES)).on(id, Optional.of(deployment));
    }
}
