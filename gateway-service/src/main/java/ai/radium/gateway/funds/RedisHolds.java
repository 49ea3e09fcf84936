package ai.radium.gateway.funds;

import ai.radium.gateway.redis.RedisConnection;
import ai.radium.gateway.redis.Script;
import ai.radium.gateway.time.GatewayTime;
import io.lettuce.core.RedisException;
import io.lettuce.core.ScriptOutputType;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** What each gateway holds of the accounts' funds, in Redis, and whether Redis is there and remembers. */
final class RedisHolds {
    /** A gateway that is silent for so long is gone: what it held is the accounts' again. */
    static final Duration SILENCE = Duration.ofSeconds(60);

    /** A Redis that has forgotten gives nothing for so long, in which every gateway hears of it and says what it holds. */
    static final Duration SETTLING = Duration.ofMillis(1_500);

    /** What is given ahead of need comes back within this, if others need it. */
    static final Duration STAY = Duration.ofMillis(700);

    /** From a call's end to its charge, rather too long. */
    private static final Duration ON_THE_WAY = Duration.ofSeconds(5);

    private static final Duration KEPT = Duration.ofHours(2);
    private static final Duration BETWEEN_BEATS = Duration.ofMillis(250);
    private static final Script HOLD = Script.named(RedisHolds.class, "hold.lua");
    private static final Script BEAT = Script.named(RedisHolds.class, "beat.lua");
    private static final String GATEWAYS = "radium:funds:gateways";
    private static final String MEMORY = "radium:funds:memory";

    private final RedisConnection redis;
    private final String gateway;
    private final FundsStats stats;
    private final GatewayTime time;
    private volatile int gateways = 1;
    private volatile long awayUntilNanos;
    private volatile Runnable onForgotten = () -> {};
    private volatile @Nullable CompletionStage<List<Object>> lastBeat;
    private volatile long since;
    private volatile boolean told = true;
    private volatile boolean left;

    RedisHolds(RedisConnection redis, String gateway, FundsStats stats, GatewayTime time) {
        this.redis = redis;
        this.gateway = gateway;
        this.stats = stats;
        this.time = time;
        awayUntilNanos = time.nanos();
        redis.later(this::beat, BETWEEN_BEATS);
    }

    /** What to do when Redis does not know what this process holds. */
    void onForgotten(Runnable action) {
        onForgotten = action;
    }

    /** Whether Redis knows what is held here cannot be said: it is told again. */
    void mayNotKnow() {
        told = false;
    }

    /** This process ends: what its calls have cost is on its way to billing, and is there soon. */
    void leave() {
        left = true;
        sendBeat(SILENCE.minus(ON_THE_WAY));
    }

    private void beat() {
        if (left) {
            return;
        }
        CompletionStage<List<Object>> last = lastBeat;
        if (last != null && !last.toCompletableFuture().isDone()) {
            answered(false);
        } else {
            lastBeat = sendBeat(Duration.ZERO);
        }
        redis.later(this::beat, BETWEEN_BEATS);
    }

    /** @param earlier how much earlier than others it is to be forgotten */
    private CompletionStage<List<Object>> sendBeat(Duration earlier) {
        return run(BEAT, new String[] {GATEWAYS, MEMORY}, gateway, millis(SILENCE), millis(earlier))
                .whenComplete((reply, failure) -> {
                    answered(failure == null);
                    if (failure == null) {
                        heard((Long) reply.get(0), (Long) reply.get(1));
                    } else {
                        mayNotKnow();
                    }
                });
    }

    /** A gateway that was away tells anew what it holds: it has admitted calls alone, and Redis may have forgotten the rest. */
    private void heard(long remembersSince, long count) {
        gateways = Math.max(1, (int) count);
        boolean forgotten = since != remembersSince;
        since = remembersSince;
        if (forgotten || !told) {
            told = true;
            onForgotten.run();
        }
    }

    /** Gateways that share the funds, as last known. */
    int gateways() {
        return gateways;
    }

    /** Whether nobody need wait for it, for it did not answer lately. */
    boolean isAway() {
        return time.nanos() - awayUntilNanos < 0;
    }

    void answered(boolean inTime) {
        stats.answered(inTime);
        awayUntilNanos = inTime ? time.nanos() : time.nanos() + BETWEEN_BEATS.toNanos() + BETWEEN_BEATS.toNanos();
    }

    /** Says what is held, and asks for more. Fails at once while there is no connection. */
    CompletionStage<Holding> hold(String account, Question question) {
        stats.ask();
        return run(
                        HOLD,
                        new String[] {"radium:funds:of:" + account, GATEWAYS, MEMORY},
                        gateway,
                        Long.toString(question.committed()),
                        Long.toString(question.needed()),
                        Long.toString(question.version()),
                        Long.toString(question.funds()),
                        millis(SILENCE),
                        millis(SETTLING),
                        millis(STAY),
                        millis(KEPT))
                .thenApply(Holding::of);
    }

    private CompletionStage<List<Object>> run(Script script, String[] keys, String... arguments) {
        return redis.commands()
                .map(commands -> script.<List<Object>>run(commands, ScriptOutputType.MULTI, keys, arguments))
                .orElseGet(() -> CompletableFuture.failedFuture(new RedisException("not connected yet")));
    }

    private static String millis(Duration duration) {
        return Long.toString(duration.toMillis());
    }

    void later(Runnable task, Duration delay) {
        redis.later(task, delay);
    }
}
