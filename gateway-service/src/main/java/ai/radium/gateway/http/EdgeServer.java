package ai.radium.gateway.http;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;

/** The public listeners and the event loops behind them. */
public final class EdgeServer {
    private static final int BACKLOG = 4096;

    /** For what is said to clients at the very end to reach them. */
    private static final Duration LAST_WORDS = Duration.ofSeconds(2);

    /** A loop that takes longer is stuck. */
    private static final Duration LONGEST_TURN = Duration.ofSeconds(20);

    /** What may wait for a client that does not read. */
    private static final WriteBufferWaterMark WRITE_BUFFER = new WriteBufferWaterMark(32 * 1024, 64 * 1024);

    private final Transport transport;
    private final Map<EventLoop, LoopEdge> edges = new HashMap<>();
    private final List<Channel> listeners = new ArrayList<>();
    private final ChannelGroup clients = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE);

    /** @param edge makes what one loop's connections use */
    EdgeServer(Transport transport, Function<EventLoop, LoopEdge> edge) {
        this.transport = transport;
        for (EventExecutor loop : transport.group()) {
            edges.put((EventLoop) loop, edge.apply((EventLoop) loop));
        }
    }

    Iterable<LoopEdge> edges() {
        return edges.values();
    }

    /** @throws IllegalStateException naming the port when it is taken */
    void listen(String host, int port) {
        ChannelFuture bound = new ServerBootstrap()
                .group(transport.group())
                .channel(transport.server())
                .option(ChannelOption.SO_BACKLOG, BACKLOG)
                .option(ChannelOption.SO_REUSEADDR, true)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childOption(ChannelOption.ALLOW_HALF_CLOSURE, true)
                .childOption(ChannelOption.WRITE_BUFFER_WATER_MARK, WRITE_BUFFER)
                .childHandler(new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        LoopEdge edge = Objects.requireNonNull(edges.get(channel.eventLoop()));
                        InetAddress address = ((InetSocketAddress) channel.remoteAddress()).getAddress();
                        if (!edge.counts().enter(address)) {
                            edge.httpStats().timedOut(HttpStats.Kind.REFUSED);
                            channel.close();
                            return;
                        }
                        channel.closeFuture()
                                .addListener(closed -> edge.counts().leave(address));
                        clients.add(channel);
                        CountingDecoder decoder = new CountingDecoder();
                        channel.pipeline().addLast(decoder, new EdgeConnection(edge, channel, decoder));
                    }
                })
                .bind(new InetSocketAddress(host, port))
                .awaitUninterruptibly();
        if (!bound.isSuccess()) {
            throw new IllegalStateException("port " + port + " of " + host + " cannot be listened on", bound.cause());
        }
        listeners.add(bound.channel());
    }

    /** The ports listened on. */
    List<Integer> ports() {
        return listeners.stream()
                .map(listener -> ((InetSocketAddress) listener.localAddress()).getPort())
                .toList();
    }

    /**
     * Takes no more connections and lets the replies that are being given end; those that do not end in time are told that
     * the gateway stops.
     */
    void drain(Duration patience) {
        listeners.forEach(listener -> listener.close().awaitUninterruptibly());
        onEachLoop(Connections::drain);
        if (!clients.newCloseFuture().awaitUninterruptibly(patience.toMillis())) {
            onEachLoop(Connections::stop);
            clients.newCloseFuture().awaitUninterruptibly(LAST_WORDS.toMillis());
        }
        clients.close().awaitUninterruptibly();
        transport.group().shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly();
    }

    private void onEachLoop(Consumer<Connections> task) {
        edges.forEach((loop, edge) ->
                loop.submit(() -> task.accept(edge.connections())).awaitUninterruptibly());
    }

    /** Whether every loop still takes its turns. */
    boolean isLive() {
        long now = System.nanoTime();
        return edges.values().stream().allMatch(edge -> now - edge.connections().now() < LONGEST_TURN.toNanos());
    }
}
