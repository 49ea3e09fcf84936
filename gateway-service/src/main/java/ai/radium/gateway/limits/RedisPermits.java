package ai.radium.gateway.limits;

import io.lettuce.core.ClientOptions;
import io.lettuce.core.ClientOptions.DisconnectedBehavior;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisException;
import io.lettuce.core.RedisURI;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.SocketOptions;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.async.RedisAsyncCommands;
import io.lettuce.core.codec.StringCodec;
import io.lettuce.core.resource.ClientResources;
import io.lettuce.core.resource.Delay;
import io.netty.channel.EventLoopGroup;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The counters in Redis: one connection, connected in the background and again whenever it is lost. */
final class RedisPermits implements AutoCloseable {
    /**
     * How long permits that were given ahead may be out: a refusal near the end of a window waits no longer for them. A caller
     * of few requests costs two questions in that time.
     */
    static final Duration HOLD = Duration.ofSeconds(1);

    private static final Script TAKE = Script.named("take.lua");
    private static final Script GIVE_BACK = Script.named("give-back.lua");
    private static final Script HERE = Script.named("here.lua");
    private static final Duration BETWEEN_CONNECTS = Duration.ofMillis(500);
    private static final Duration BETWEEN_HEARTBEATS = Duration.ofSeconds(2);
    private static final Duration SILENCE = Duration.ofSeconds(10);

    private final String gateway;
    private final ClientResources resources;
    private final RedisClient client;
    private final RedisURI uri;
    private volatile @Nullable StatefulRedisConnection<String, String> connection;
    private volatile int gateways = 1;
    private volatile boolean answered;
    private volatile boolean closed;
    private volatile @Nullable CompletionStage<Long> lastHere;

    /**
     * @param gateway name of this process among the gateways that share the counters
     * @param loops where answers are wanted
     */
    RedisPermits(RedisURI uri, String gateway, EventLoopGroup loops) {
        this.gateway = gateway;
        this.uri = uri;
        resources = ClientResources.builder()
                .eventLoopGroupProvider(SharedLoops.of(loops))
                .addressResolverGroup(new OffLoopResolver())
                .computationThreadPoolSize(2)
                .reconnectDelay(Delay.constant(BETWEEN_CONNECTS))
                .build();
        client = RedisClient.create(resources, uri);
        client.setOptions(ClientOptions.builder()
                .disconnectedBehavior(DisconnectedBehavior.REJECT_COMMANDS)
                .requestQueueSize(100_000)
                .socketOptions(SocketOptions.builder()
                        .connectTimeout(Duration.ofSeconds(1))
                        .tcpNoDelay(true)
                        .build())
                .build());
        connect();
        sayHere();
    }

    private void connect() {
        client.connectAsync(StringCodec.UTF8, uri).whenComplete((connected, failure) -> {
            if (closed) {
                if (connected != null) {
                    connected.closeAsync();
                }
            } else if (failure == null) {
                connection = connected;
                beat();
            } else {
                resources
                        .eventExecutorGroup()
                        .schedule(this::connect, BETWEEN_CONNECTS.toMillis(), TimeUnit.MILLISECONDS);
            }
        });
    }

    private void sayHere() {
        if (closed) {
            return;
        }
        if (lastHere != null && !lastHere.toCompletableFuture().isDone()) {
            replaceConnection();
        }
        beat();
        resources.eventExecutorGroup().schedule(this::sayHere, nextHeartbeat().toMillis(), TimeUnit.MILLISECONDS);
    }

    private void beat() {
        commands().ifPresent(redis -> {
            CompletionStage<Long> here = HERE.run(
                    redis,
                    ScriptOutputType.INTEGER,
                    new String[] {"radium:gateways"},
                    gateway,
                    Long.toString(SILENCE.toMillis()));
            here.thenAccept(count -> {
                gateways = Math.max(1, count.intValue());
                answered = true;
            });
            lastHere = here;
        });
    }

    /** A host that vanished never closes its connections: after a heartbeat without an answer, take another. */
    private void replaceConnection() {
        StatefulRedisConnection<String, String> dead = connection;
        if (dead != null) {
            connection = null;
            lastHere = null;
            dead.closeAsync();
            connect();
        }
    }

    private Duration nextHeartbeat() {
        return connection == null ? BETWEEN_CONNECTS : BETWEEN_HEARTBEATS;
    }

    /** Whether it ever did. */
    boolean hasAnswered() {
        return answered;
    }

    /** Gateways that share the counters, as last known. */
    int gateways() {
        return gateways;
    }

    /**
     * Fails at once while there is no connection; a slow answer is the caller's to bound.
     *
     * @param alone requests that this gateway admitted alone, for each counter
     */
    CompletionStage<Grant> take(Quota quota, long needed, long[] alone) {
        return take(quota, needed, quota.mostAhead(), alone);
    }

    /** How the counters stand; takes nothing, and begins no window. */
    CompletionStage<Grant> look(Quota quota) {
        return take(quota, 0, 0, new long[quota.counters().size()]);
    }

    private CompletionStage<Grant> take(Quota quota, long needed, long ahead, long[] alone) {
        List<String> arguments = new ArrayList<>();
        arguments.add(Long.toString(needed));
        arguments.add(Long.toString(ahead));
        arguments.add(Long.toString(HOLD.toMillis()));
        for (int i = 0; i < alone.length; i++) {
            Counter counter = quota.counters().get(i);
            arguments.add(Long.toString(counter.limit()));
            arguments.add(Long.toString(counter.windowSeconds() * 1_000L));
            arguments.add(Long.toString(alone[i]));
        }
        return commands()
                .map(redis -> TAKE.<List<Object>>run(
                                redis, ScriptOutputType.MULTI, keys(quota), arguments.toArray(String[]::new))
                        .thenApply(Grant::of))
                .orElseGet(() -> CompletableFuture.failedFuture(new RedisException("not connected yet")));
    }

    /** @param from the grant that the unused permits came with */
    void giveBack(Quota quota, long permits, Grant from) {
        List<String> arguments = new ArrayList<>();
        arguments.add(Long.toString(permits));
        from.windows().forEach(window -> arguments.add(Long.toString(window.endMillis())));
        commands()
                .ifPresent(redis -> GIVE_BACK.<Long>run(
                        redis, ScriptOutputType.INTEGER, keys(quota), arguments.toArray(String[]::new)));
    }

    private Optional<RedisAsyncCommands<String, String>> commands() {
        return Optional.ofNullable(connection).map(StatefulRedisConnection::async);
    }

    private static String[] keys(Quota quota) {
        return quota.counters().stream().map(Counter::key).toArray(String[]::new);
    }

    @Override
    public void close() {
        closed = true;
        client.shutdownAsync(0, 1, TimeUnit.SECONDS).whenComplete((done, failure) -> resources.shutdown());
    }
}
