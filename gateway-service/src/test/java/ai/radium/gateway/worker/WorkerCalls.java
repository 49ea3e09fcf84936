package ai.radium.gateway.worker;

import ai.radium.contracts.worker.GenerateWriter;
import ai.radium.contracts.worker.RawParts;
import ai.radium.contracts.worker.Sampling;
import ai.radium.gateway.time.GatewayTime;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.opentelemetry.api.trace.Span;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

/** Calls to workers by our HTTP/2 client, on a loop of its own. */
final class WorkerCalls implements AutoCloseable {
    private final NioEventLoopGroup group = new NioEventLoopGroup(1);
    private final Workers workers = new Workers(group.next(), NioSocketChannel.class, "", GatewayTime.system());

    void onLoop(Runnable work) {
        group.next().execute(work);
    }

    int load(String address) {
        return group.next()
                .submit(() -> workers.load(address))
                .syncUninterruptibly()
                .getNow();
    }

    List<Recorder> calls(String address, String input, int count) {
        return IntStream.range(0, count).mapToObj(i -> call(address, input)).toList();
    }

    Recorder call(String address, String input) {
        Recorder call = new Recorder();
        generate(address, input, call);
        return call;
    }

    WorkerCall generate(String address, String input, Recorder call) {
        ByteBuf message = Unpooled.buffer();
        ByteBuf text = Unpooled.copiedBuffer(input, StandardCharsets.UTF_8);
        RawParts parts = new RawParts(text, null, null, null, null, null, null);
        GenerateWriter.write(message, "m", parts, 9, true, "acct", "req", "usage", Sampling.DEFAULT, "");
        return group.next()
                .submit(() -> workers.call(address, "dep_1", Rpc.GENERATE, Span.getInvalid(), message, call))
                .syncUninterruptibly()
                .getNow();
    }

    @Override
    public void close() {
        group.shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
    }
}
