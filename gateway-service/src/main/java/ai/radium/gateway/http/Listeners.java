package ai.radium.gateway.http;

import ai.radium.gateway.time.GatewayTime;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollChannelOption;
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
public final class Listeners {
    private static final int BACKLOG = 4096;

    /** For what is said to clients at the very end to reach them. */
    private static final Duration LAST_WORDS = Duration.ofSeconds(2);

    /** A loop that takes longer is stuck. */
    private static final Duration LONGEST_TURN = Duration.ofSeconds(20);

    /** What may wait for a client that does not read. */
    private static final WriteBufferWaterMark WRITE_BUFFER = new WriteBufferWaterMark(32 * 1024, 64 * 1024);

    /**
     * What the system may hold for a client beyond what is on its way (tcp(7)). Without a bound it takes some MiB for one that
     * does not read, and only then is that seen here.
     */
    private static final long UNSENT_BYTES = 128 * 1024;

    private final Transport transport;
    private final GatewayTime time;
    private final Map<EventLoop, LoopParts> loops = new HashMap<>();
    private final List<Channel> listeners = new ArrayList<>();
    private final ChannelGroup clients = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE);

    /** @param parts makes what one loop's connections use */
    Listeners(Transport transport, GatewayTime time, Function<EventLoop, LoopParts> parts) {
        this.transport = transport;
        this.time = time;
        for (EventExecutor loop : transport.group()) {
            loops.put((EventLoop) loop, parts.apply((EventLoop) loop));
        }
    }

    Iterable<LoopParts> loops() {
        return loops.values();
    }

    /** @throws IllegalStateException naming the port when it is taken */
    void listen(String host, int port) {
        ServerBootstrap bootstrap = new ServerBootstrap()
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
                        LoopParts parts = Objects.requireNonNull(loops.get(channel.eventLoop()));
                        InetAddress address = ((InetSocketAddress) channel.remoteAddress()).getAddress();
                        if (!parts.counts().enter(address)) {
                            parts.httpStats().timedOut(HttpStats.Kind.REFUSED);
                            channel.close();
                            return;
                        }
                        channel.closeFuture()
                                .addListener(closed -> parts.counts().leave(address));
                        clients.add(channel);
                        CountingDecoder decoder = new CountingDecoder();
                        channel.pipeline().addLast(decoder, new ClientConnection(parts, channel, decoder));
                    }
                });
        if (Epoll.isAvailable()) {
            bootstrap.childOption(EpollChannelOption.TCP_NOTSENT_LOWAT, UNSENT_BYTES);
        }
        ChannelFuture bound = bootstrap.bind(new InetSocketAddress(host, port)).awaitUninterruptibly();
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
        loops.forEach((loop, parts) ->
                loop.submit(() -> task.accept(parts.connections())).awaitUninterruptibly());
    }

    /** Whether every loop still takes its turns. */
    boolean isLive() {
        long now = time.nanos();
        return loops.values().stream()
                .allMatch(parts -> now - parts.connections().now() < LONGEST_TURN.toNanos());
    }
}
