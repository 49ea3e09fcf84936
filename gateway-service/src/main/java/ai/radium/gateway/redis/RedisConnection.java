package ai.radium.gateway.redis;

import io.lettuce.core.ClientOptions;
import io.lettuce.core.ClientOptions.DisconnectedBehavior;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.SocketOptions;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.async.RedisAsyncCommands;
import io.lettuce.core.codec.StringCodec;
import io.lettuce.core.resource.ClientResources;
import io.lettuce.core.resource.Delay;
import io.netty.channel.EventLoopGroup;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** One connection, made in the background and again whenever it is lost. */
public final class RedisConnection implements AutoCloseable {
    private static final Duration BETWEEN_CONNECTS = Duration.ofMillis(500);

    private final ClientResources resources;
    private final RedisClient client;
    private final RedisURI uri;
    private volatile Runnable onConnected = () -> {};
    private volatile @Nullable StatefulRedisConnection<String, String> connection;
    private volatile boolean closed;

    /**
     * @param uri for example {@code redis://127.0.0.1:16379}
     * @param loops where answers are wanted
     */
    public RedisConnection(String uri, EventLoopGroup loops) {
        this.uri = RedisURI.create(uri);
        resources = ClientResources.builder()
                .eventLoopGroupProvider(SharedLoops.of(loops))
                .addressResolverGroup(new OffLoopResolver())
                .computationThreadPoolSize(2)
                .reconnectDelay(Delay.constant(BETWEEN_CONNECTS))
                .build();
        client = RedisClient.create(resources, this.uri);
        client.setOptions(ClientOptions.builder()
                .disconnectedBehavior(DisconnectedBehavior.REJECT_COMMANDS)
                .requestQueueSize(100_000)
                .socketOptions(SocketOptions.builder()
                        .connectTimeout(Duration.ofSeconds(1))
                        .tcpNoDelay(true)
                        .build())
                .build());
        connect();
    }

    private void connect() {
        if (closed) {
            return;
        }
        client.connectAsync(StringCodec.UTF8, uri).whenComplete((connected, failure) -> {
            if (closed) {
                if (connected != null) {
                    connected.closeAsync();
                }
            } else if (failure == null) {
                connection = connected;
                onConnected.run();
            } else {
                later(this::connect, BETWEEN_CONNECTS);
            }
        });
    }

    /** What to do on every connection that is made from now on. */
    public void onConnected(Runnable action) {
        onConnected = action;
    }

    /** Empty while there is no connection; a slow answer is the caller's to bound. */
    public Optional<RedisAsyncCommands<String, String>> commands() {
        return Optional.ofNullable(connection).map(StatefulRedisConnection::async);
    }

    public boolean isConnected() {
        return connection != null;
    }

    /** A host that vanished never closes its connections: another one is made in this one's place. */
    public void replace() {
        StatefulRedisConnection<String, String> dead = connection;
        if (dead != null) {
            connection = null;
            dead.closeAsync();
            connect();
        }
    }

    /** Nothing once it is closed. */
    public void later(Runnable task, Duration delay) {
        if (!closed) {
            resources.eventExecutorGroup().schedule(task, delay.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    @Override
    public void close() {
        closed = true;
        client.shutdownAsync(0, 1, TimeUnit.SECONDS).whenComplete((done, failure) -> resources.shutdown());
    }
}
