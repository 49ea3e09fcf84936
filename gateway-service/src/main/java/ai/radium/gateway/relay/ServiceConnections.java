package ai.radium.gateway.relay;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.handler.codec.http.HttpClientCodec;
import io.netty.util.NetUtil;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One event loop's connections to one service, kept alive between requests. */
final class ServiceConnections {
    /** Beyond the others: a question whether the service lives must pass where all of them are stuck. */
    private static final int FRESH_AT_MOST = 16;

    private static final int MOST_IDLE = 16;
    private static final Duration MOST_IDLE_TIME = Duration.ofSeconds(20);

    private final ArrayDeque<ServiceConnection> idle = new ArrayDeque<>();
    private final Bootstrap bootstrap;
    private final EventLoop loop;
    private final URI address;
    private final RelayConfig config;
    private final Map<String, Integer> exchanges = new HashMap<>();
    private int open;

    ServiceConnections(EventLoop loop, Class<? extends Channel> channelType, URI address, RelayConfig config) {
        this.config = config;
        this.loop = loop;
        this.address = address;
        bootstrap = new Bootstrap()
                .group(loop)
                .channel(channelType)
                .option(ChannelOption.TCP_NODELAY, true)
                .option(
                        ChannelOption.CONNECT_TIMEOUT_MILLIS,
                        Math.toIntExact(config.connectTimeout().toMillis()))
                .handler(new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        channel.pipeline().addLast(new HttpClientCodec(), new ServiceConnection(channel));
                    }
                });
    }

    String authority() {
        return address.getAuthority();
    }

    /** Counts an exchange in; false when the account has its share of this service already. */
    boolean enter(String account) {
        if (exchanges.getOrDefault(account, 0) >= config.mostOfAccount()) {
            return false;
        }
        exchanges.merge(account, 1, Integer::sum);
        return true;
    }

    void leave(String account) {
        exchanges.computeIfPresent(account, (who, count) -> count == 1 ? null : count - 1);
    }

    /**
     * A connection that was used before, if there is one that still lives.
     *
     * @param then gets null when the service cannot be reached
     */
    void take(boolean fresh, Consumer<@Nullable ServiceConnection> then) {
        ServiceConnection known = fresh ? null : idle.pollLast();
        while (known != null && !known.isOpen()) {
            known = idle.pollLast();
        }
        if (known != null) {
            then.accept(known);
        } else if (open >= config.mostConnections() + (fresh ? FRESH_AT_MOST : 0)) {
            then.accept(null);
        } else {
            connect(then);
        }
    }

    /** The name is looked up for each connection, as a service may move, and off the loop, as that may take a while. */
    private void connect(Consumer<@Nullable ServiceConnection> then) {
        open++;
        if (NetUtil.createByteArrayFromIpAddressString(address.getHost()) != null) {
            connect(new InetSocketAddress(address.getHost(), port()), then);
        } else {
            Thread.ofVirtual().start(() -> {
                var resolved = new InetSocketAddress(address.getHost(), port());
                loop.execute(() -> {
                    if (resolved.isUnresolved()) {
                        open--;
                        then.accept(null);
                    } else {
                        connect(resolved, then);
                    }
                });
            });
        }
    }

    private void connect(InetSocketAddress resolved, Consumer<@Nullable ServiceConnection> then) {
        var connecting = bootstrap.connect(resolved);
        connecting.channel().closeFuture().addListener(closed -> open--);
        connecting.addListener(done ->
                then.accept(done.isSuccess() ? connecting.channel().pipeline().get(ServiceConnection.class) : null));
    }

    private int port() {
        return address.getPort() < 0 ? 80 : address.getPort();
    }

    /** Its exchange is over and left it fit for another. */
    void giveBack(ServiceConnection connection) {
        if (!connection.isOpen() || idle.size() >= MOST_IDLE) {
            connection.close();
            return;
        }
        idle.addLast(connection);
        long uses = connection.uses();
        loop.schedule(
                () -> {
                    if (connection.uses() == uses && idle.remove(connection)) {
                        connection.close();
                    }
                },
                MOST_IDLE_TIME.toMillis(),
                TimeUnit.MILLISECONDS);
    }
}
