package ai.radium.gateway.inference;

import ai.radium.contracts.usage.UsageRecord;
import ai.radium.contracts.worker.EventSink.Finish;
import ai.radium.gateway.body.BodyMemory;
import ai.radium.gateway.body.HeldBody;
import ai.radium.gateway.reply.Reply;
import ai.radium.gateway.time.GatewayTime;
import ai.radium.gateway.usage.Spool;
import ai.radium.gateway.usage.SpooledUsage;
import ai.radium.gateway.worker.Workers;
import ai.radium.kit.tracing.Tracing;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.EventLoop;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.opentelemetry.api.trace.Span;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;

/**
 * A call that was sent to the first of two replicas, which listen and say nothing: what they would say a test says. Time
 * stands still but for {@link #pass}.
 */
final class HeldCall implements AutoCloseable {
    static final String STREAM = "{\"model\":\"m\",\"stream\":true,\"messages\":[]}";
    private static final AnswerShape CHAT = new AnswerShape(true, false, Choices.ONE);
    static final Finish FINISH = new Finish("stop", 7, 1, 0, 0, 0, 0);

    private final NioEventLoopGroup group = new NioEventLoopGroup(1);
    private final EventLoop loop = group.next();
    private final EmbeddedChannel client = new EmbeddedChannel();
    private final EmbeddedChannel watched = new EmbeddedChannel();
    private final AtomicLong nanos = new AtomicLong();
    private final ByteBuf body = Unpooled.buffer();
    private final Path home;
    private final Spool spool;
    private final Spool.Writer writer;
    private final Workers workers;
    private final InferenceStats stats;
    private final ServerSocket first;
    private final ServerSocket second;
    private final Reply reply;
    private final Generation generation;

    HeldCall(Path home, String request) throws IOException {
        this.home = home;
        watched.freezeTime();
        spool = new Spool(home.resolve("spool"), 1L << 30, GatewayTime.system());
        writer = spool.writer();
        first = new ServerSocket(0, 9, InetAddress.getLoopbackAddress());
        second = new ServerSocket(0, 9, InetAddress.getLoopbackAddress());
        GatewayTime time = new GatewayTime(InstantSource.system(), nanos::get);
        workers = new Workers(loop, NioSocketChannel.class, "", time);
        reply = Calls.reply(client);
        stats = new InferenceStats(workers, writer);
        InferenceParts parts = new InferenceParts(
                new Replicas(workers),
                new UsageRecorder(writer, stats),
                new AttemptSpans(Tracing.OFF),
                new ProgressWatch(watched.eventLoop(), nanos::get),
                stats,
                new InferenceBounds(60, 2),
                time);
        InferenceCall call = Calls.call(Operation.CHAT, request, address(first), address(second));
        Attempt attempt = new Attempt(call, "01", "replica-0", Span.getInvalid(), time);
        Answer answer = call.request().stream()
                ? new StreamedAnswer(reply, new byte[0], CHAT, false, new byte[0])
                : new WholeAnswer(reply, new byte[0], CHAT, new byte[0]);
        generation = loop.submit(() -> {
                    parts.usage().promise();
                    Generation begun =
                            new Generation(parts, reply, answer, (GenerationRequest) call.request(), attempt);
                    begun.begin(
                            call.route().replicas().getFirst(), new HeldBody(body, new BodyMemory(1_000), "acct_1", 0));
                    return begun;
                })
                .syncUninterruptibly()
                .getNow();
    }

    Generation generation() {
        return generation;
    }

    Reply reply() {
        return reply;
    }

    EmbeddedChannel client() {
        return client;
    }

    InferenceStats stats() {
        return stats;
    }

    /** What the first replica holds of this loop's calls; large while it is avoided. */
    int loadOfTheFirst() {
        return workers.load(address(first));
    }

    /** Room in the spool that is kept for it. */
    int promises() {
        return writer.promised();
    }

    /** Whether its request is kept for a further attempt. */
    int bodies() {
        return body.refCnt();
    }

    /** What the client was sent since the last time: its status, and how it ended. */
    String told() {
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

    /** Outcome and billed tokens of each attempt that has ended. */
    String recorded() {
        List<UsageRecord> records = records();
        return records.isEmpty()
                ? "none"
                : records.stream()
                        .map(record ->
                                record.outcome().name().toLowerCase(Locale.ROOT) + " " + record.completionTokens())
                        .collect(Collectors.joining(", "));
    }

    /** As the next process would find them. */
    List<UsageRecord> records() {
        return SpooledUsage.of(home);
    }

    void token() {
        Calls.delta(Calls.text("x"), generation::delta);
        generation.readComplete();
    }

    /** This long goes by; an open call is looked at each second. */
    void pass(Duration time) {
        for (long second = 0; second < time.toSeconds(); second++) {
            nanos.addAndGet(TimeUnit.SECONDS.toNanos(1));
            tick();
        }
    }

    /** A machine that was suspended: this long goes by at once, and then it is looked at for some seconds. */
    void stall(Duration time) {
        nanos.addAndGet(time.toNanos());
        for (int second = 0; second < 4; second++) {
            tick();
        }
    }

    private void tick() {
        watched.advanceTimeBy(1, TimeUnit.SECONDS);
        watched.runScheduledPendingTasks();
    }

    /** The client takes nothing any more. */
    void stopReading() {
        client.unsafe().outboundBuffer().setUserDefinedWritability(1, false);
    }

    void onLoop(Runnable action) {
        loop.submit(action).syncUninterruptibly();
    }

    private static String address(ServerSocket socket) {
        return "127.0.0.1:" + socket.getLocalPort();
    }

    @Override
    public void close() throws IOException {
        group.shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
        client.finishAndReleaseAll();
        watched.finishAndReleaseAll();
        spool.close();
        first.close();
        second.close();
    }
}
