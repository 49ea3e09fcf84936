package ai.radium.gateway.limits;

import ai.radium.gateway.redis.RedisConnection;
import ai.radium.gateway.redis.Script;
import io.lettuce.core.RedisException;
import io.lettuce.core.ScriptOutputType;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** The counters in Redis, and which gateways share them. */
final class RedisPermits {
    /**
     * How long permits that were given ahead may be out: a refusal near the end of a window waits no longer for them. A caller
     * of few requests costs two questions in that time.
     */
    static final Duration HOLD = Duration.ofSeconds(1);

    private static final Script TAKE = Script.named(RedisPermits.class, "take.lua");
    private static final Script GIVE_BACK = Script.named(RedisPermits.class, "give-back.lua");
    private static final Script HERE = Script.named(RedisPermits.class, "here.lua");
    private static final Duration BETWEEN_HEARTBEATS = Duration.ofSeconds(2);
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(500);
    private static final Duration SILENCE = Duration.ofSeconds(10);

    private final String gateway;
    private final RedisConnection redis;
    private volatile int gateways = 1;
    private volatile boolean answered;
    private volatile @Nullable CompletionStage<Long> lastHere;

    /** @param gateway name of this process among the gateways that share the counters */
    RedisPermits(RedisConnection redis, String gateway) {
        this.gateway = gateway;
        this.redis = redis;
        redis.onConnected(this::beat);
        sayHere();
    }

    private void sayHere() {
        if (lastHere != null && !lastHere.toCompletableFuture().isDone()) {
            lastHere = null;
            redis.replace();
        }
        beat();
        redis.later(this::sayHere, redis.isConnected() ? BETWEEN_HEARTBEATS : BETWEEN_LOOKS);
    }

    private void beat() {
        redis.commands().ifPresent(commands -> {
            CompletionStage<Long> here = HERE.run(
                    commands,
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
        return redis.commands()
                .map(commands -> TAKE.<List<Object>>run(
                                commands, ScriptOutputType.MULTI, keys(quota), arguments.toArray(String[]::new))
                        .thenApply(Grant::of))
                .orElseGet(() -> CompletableFuture.failedFuture(new RedisException("not connected yet")));
    }

    /** @param from the grant that the unused permits came with */
    void giveBack(Quota quota, long permits, Grant from) {
        List<String> arguments = new ArrayList<>();
        arguments.add(Long.toString(permits));
        from.windows().forEach(window -> arguments.add(Long.toString(window.endMillis())));
        redis.commands()
                .ifPresent(commands -> GIVE_BACK.<Long>run(
                        commands, ScriptOutputType.INTEGER, keys(quota), arguments.toArray(String[]::new)));
    }

    private static String[] keys(Quota quota) {
        return quota.counters().stream().map(Counter::key).toArray(String[]::new);
    }
}
