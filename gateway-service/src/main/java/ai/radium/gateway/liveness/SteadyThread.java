package ai.radium.gateway.liveness;

import ai.radium.gateway.time.GatewayTime;
import java.time.Duration;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor.DiscardPolicy;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A thread that works in rounds until it is closed; a round that fails is logged and another one begins. */
public final class SteadyThread implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(SteadyThread.class);
    private static final Duration AFTER_FAILURE = Duration.ofSeconds(1);

    /** No round takes longer by its own timeouts, so a thread that is silent for this long is stuck. */
    private static final Duration LONGEST_ROUND = Duration.ofSeconds(60);

    private final String name;
    private final GatewayTime time;
    private final Round round;
    private final ScheduledThreadPoolExecutor thread;
    private volatile long lastRoundNanos;

    private SteadyThread(String name, GatewayTime time, Round round) {
        this.name = name;
        this.time = time;
        this.round = round;
        lastRoundNanos = time.nanos();
        // A round that ends after the close plans another one, which is dropped.
        thread = new ScheduledThreadPoolExecutor(
                1, Thread.ofPlatform().name(name).daemon().factory(), new DiscardPolicy());
        thread.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    }

    /** One piece of work. */
    @FunctionalInterface
    public interface Round {
        /** @return how long to rest before the next round */
        Duration run() throws InterruptedException;
    }

    public static SteadyThread start(String name, GatewayTime time, Round round) {
        var steady = new SteadyThread(name, time, round);
        steady.thread.execute(steady::run);
        return steady;
    }

    private void run() {
        lastRoundNanos = time.nanos();
        try {
            thread.schedule(this::run, failsafeRound().toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            thread.shutdown();
            Thread.currentThread().interrupt();
        }
    }

    private Duration failsafeRound() throws InterruptedException {
        try {
            return round.run();
        } catch (RuntimeException | Error e) { // this thread must go on whatever one round met
            LOG.atError().addKeyValue("thread", name).setCause(e).log("a round failed");
            return AFTER_FAILURE;
        }
    }

    /** Whether it works: not closed, and not stuck in a round. */
    public boolean isLive() {
        return !thread.isShutdown() && time.nanos() - lastRoundNanos < LONGEST_ROUND.toNanos();
    }

    /**
     * Begins no further round and waits a while for the one that runs.
     *
     * @return whether it has ended
     */
    public boolean close(Duration patience) {
        thread.shutdown();
        try {
            return thread.awaitTermination(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    @Override
    public void close() {
        close(Duration.ofSeconds(2));
    }
}
