package ai.radium.gateway.inference;

import static org.assertj.core.api.Assertions.assertThat;

import ai.radium.contracts.usage.UsageRecord;
import ai.radium.contracts.worker.EventSink.Finish;
import ai.radium.gateway.body.BodyMemory;
import ai.radium.gateway.body.HeldBody;
import ai.radium.gateway.problem.GatewayProblem;
import ai.radium.gateway.reply.Reply;
import ai.radium.gateway.time.GatewayTime;
import ai.radium.gateway.usage.Spool;
import ai.radium.gateway.usage.SpooledUsage;
import ai.radium.gateway.worker.GrpcStatus;
import ai.radium.gateway.worker.Workers;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.EventLoop;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.channel.socket.nio.NioSocketChannel;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every state of a streamed call × every event: what the client is told, what is recorded, what is still in flight. */
@SuppressWarnings("NullAway.Init") // set before each test
class GenerationTest {
    private static final String REQUEST = "{\"model\":\"m\",\"stream\":true,\"messages\":[]}";
    private static final Finish FINISH = new Finish("stop", 7, 1, 0, 0, 0, 0);

    private final NioEventLoopGroup group = new NioEventLoopGroup(1);
    private final EventLoop loop = group.next();
    private final EmbeddedChannel client = new EmbeddedChannel();
    private final AtomicLong nanos = new AtomicLong();
    private final ByteBuf body = Unpooled.buffer();

    @TempDir
    private Path home;

    private Spool spool;
    private Spool.Writer writer;
    private Workers workers;
    private ServerSocket first;
    private ServerSocket second;
    private Reply reply;
    private Generation generation;

    @BeforeEach
    void begin() throws IOException {
        spool = new Spool(home.resolve("spool"), 1L << 30);
        writer = spool.writer();
        first = new ServerSocket(0, 9, InetAddress.getLoopbackAddress());
        second = new ServerSocket(0, 9, InetAddress.getLoopbackAddress());
        GatewayTime time = new GatewayTime(InstantSource.system(), nanos::get);
        workers = new Workers(loop, NioSocketChannel.class, "", time);
        reply = Calls.reply(client);
        InferenceStats stats = new InferenceStats(workers, writer);
        InferenceParts parts = new InferenceParts(
                new Replicas(workers),
                new UsageRecorder(writer, stats),
                new ProgressWatch(loop, nanos::get),
                stats,
                new InferenceBounds(60, 2),
                time);
        InferenceCall call = Calls.call(Operation.CHAT, REQUEST, address(first), address(second));
        Attempt attempt = new Attempt(call, "01", "replica-0", time);
        Answer answer = new StreamedAnswer(reply, new byte[0], true, false, new byte[0]);
        onLoop(() -> {
            parts.usage().promise();
            generation = new Generation(parts, reply, answer, (GenerationRequest) call.request(), attempt);
            generation.begin(
                    call.route().replicas().getFirst(), new HeldBody(body, new BodyMemory(1_000), "acct_1", 0));
        });
    }

    @AfterEach
    void end() throws IOException {
        group.shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
        client.finishAndReleaseAll();
        spool.close();
        first.close();
        second.close();
    }

    @ParameterizedTest(name = "{0} × {1}")
    @CsvSource(
            delimiter = '|',
            value = {
                "WAITING|TOKEN|200|none|1|0",
                "WAITING|FINISH|200 done|completed 1|0|0",
                "WAITING|ERROR|500 engine_failed|failed 0|0|0",
                "WAITING|ERROR_THAT_ASKS_FOR_ANOTHER|nothing|failed 0|1|1",
                "WAITING|REFUSAL_OF_ONE_THAT_LEAVES|nothing|failed 0|1|1",
                "WAITING|REFUSAL|503 overloaded|failed 0|0|0",
                "WAITING|LOSS_BEFORE_IT_BEGAN|nothing|failed 0|1|1",
                "WAITING|LOSS|503 service_unavailable|failed 0|0|0",
                "WAITING|CLIENT_LEAVES|nothing|cancelled 0|0|0",
                "WAITING|GATEWAY_STOPS|503 service_unavailable|failed 0|0|0",
                "WAITING|SILENCE|504 timeout|failed 0|0|0",
                "ON_ANOTHER|FINISH|200 done|failed 0, completed 1|0|0",
                "ON_ANOTHER|ERROR_THAT_ASKS_FOR_ANOTHER|503 engine_failed|failed 0, failed 0|0|0",
                "ON_ANOTHER|REFUSAL_OF_ONE_THAT_LEAVES|503 model_not_ready|failed 0, failed 0|0|0",
                "ON_ANOTHER|LOSS_BEFORE_IT_BEGAN|503 service_unavailable|failed 0, failed 0|0|0",
                "ON_ANOTHER|CLIENT_LEAVES|nothing|failed 0, cancelled 0|0|0",
                "ANSWERING|TOKEN|200|none|1|0",
                "ANSWERING|FINISH|200 done|completed 1|0|0",
                "ANSWERING|ERROR|200 engine_failed|cancelled 1|0|0",
                "ANSWERING|ERROR_THAT_ASKS_FOR_ANOTHER|200 engine_failed|cancelled 1|0|0",
                "ANSWERING|REFUSAL_OF_ONE_THAT_LEAVES|200 model_not_ready|cancelled 1|0|0",
                "ANSWERING|REFUSAL|200 overloaded|cancelled 1|0|0",
                "ANSWERING|LOSS_BEFORE_IT_BEGAN|200 service_unavailable|cancelled 1|0|0",
                "ANSWERING|LOSS|200 service_unavailable|cancelled 1|0|0",
                "ANSWERING|CLIENT_LEAVES|200|cancelled 1|0|0",
                "ANSWERING|GATEWAY_STOPS|200 service_unavailable|cancelled 1|0|0",
                "ANSWERING|SILENCE|200 timeout|cancelled 1|0|0",
                "ENDED|TOKEN|200 done|completed 1|0|0",
                "ENDED|FINISH|200 done|completed 1|0|0",
                "ENDED|ERROR|200 done|completed 1|0|0",
                "ENDED|ERROR_THAT_ASKS_FOR_ANOTHER|200 done|completed 1|0|0",
                "ENDED|REFUSAL_OF_ONE_THAT_LEAVES|200 done|completed 1|0|0",
                "ENDED|REFUSAL|200 done|completed 1|0|0",
                "ENDED|LOSS_BEFORE_IT_BEGAN|200 done|completed 1|0|0",
                "ENDED|LOSS|200 done|completed 1|0|0",
                "ENDED|CLIENT_LEAVES|200 done|completed 1|0|0",
                "ENDED|GATEWAY_STOPS|200 done|completed 1|0|0",
                "ENDED|SILENCE|200 done|completed 1|0|0"
            })
    void everyStateMeetsEveryEvent(State state, Event event, String told, String recorded, int promises, int bodies) {
        onLoop(() -> state.reach(this));
        onLoop(() -> event.happen(this));

        assertThat(told()).isEqualTo(told);
        assertThat(recorded()).isEqualTo(recorded);
        assertThat(writer.promised()).isEqualTo(promises);
        assertThat(body.refCnt()).isEqualTo(bodies);
    }

    private String told() {
        String sent = Calls.sent(client);
        if (sent.isEmpty()) {
            return "nothing";
        }
        String status = sent.substring(9, 12);
        if (sent.contains("[DONE]")) {
            return status + " done";
        }
        int code = sent.indexOf("\"code\":\"");
        return code < 0 ? status : status + " " + sent.substring(code + 8, sent.indexOf('"', code + 8));
    }

    private String recorded() {
        List<UsageRecord> records = SpooledUsage.of(home);
        return records.isEmpty()
                ? "none"
                : records.stream()
                        .map(record -> record.outcome().name().toLowerCase(java.util.Locale.ROOT) + " "
                                + record.completionTokens())
                        .collect(Collectors.joining(", "));
    }

    private void token() {
        Calls.delta(Calls.text("x"), generation::delta);
        generation.readComplete();
    }

    private void silence() {
        nanos.addAndGet(TimeUnit.SECONDS.toNanos(60));
        for (int i = 0; i < 4; i++) {
            generation.secondPassed(nanos.get());
        }
    }

    private void onLoop(Runnable action) {
        loop.submit(action).syncUninterruptibly();
    }

    private static String address(ServerSocket socket) {
        return "127.0.0.1:" + socket.getLocalPort();
    }

    /** How a call gets into a state. */
    enum State {
        WAITING,
        ON_ANOTHER {
            @Override
            void reach(GenerationTest test) {
                test.generation.lost(true);
            }
        },
        ANSWERING {
            @Override
            void reach(GenerationTest test) {
                test.token();
            }
        },
        ENDED {
            @Override
            void reach(GenerationTest test) {
                test.token();
                test.generation.finished(FINISH);
            }
        };

        void reach(GenerationTest test) {
            assertThat(test.generation).isNotNull();
        }
    }

    /** What happens to a call. */
    @SuppressWarnings("ImmutableEnumChecker") // effects are lambdas that hold nothing
    enum Event {
        TOKEN(GenerationTest::token),
        FINISH(test -> test.generation.finished(GenerationTest.FINISH)),
        ERROR(test -> test.generation.failed("engine_failed", false, "why", "")),
        ERROR_THAT_ASKS_FOR_ANOTHER(test -> test.generation.failed("engine_failed", true, "why", "")),
        REFUSAL_OF_ONE_THAT_LEAVES(test -> test.generation.ended(status(GrpcStatus.UNAVAILABLE))),
        REFUSAL(test -> test.generation.ended(status(GrpcStatus.RESOURCE_EXHAUSTED))),
        LOSS_BEFORE_IT_BEGAN(test -> test.generation.lost(true)),
        LOSS(test -> test.generation.lost(false)),
        CLIENT_LEAVES(test -> test.reply.gone()),
        GATEWAY_STOPS(test -> test.reply.stop(GatewayProblem.SERVICE_UNAVAILABLE.because("the end"))),
        SILENCE(GenerationTest::silence);

        private final java.util.function.Consumer<GenerationTest> effect;

        Event(java.util.function.Consumer<GenerationTest> effect) {
            this.effect = effect;
        }

        void happen(GenerationTest test) {
            effect.accept(test);
        }
    }

    private static GrpcStatus status(int code) {
        return new GrpcStatus(code, "", null, null, 0);
    }
}
