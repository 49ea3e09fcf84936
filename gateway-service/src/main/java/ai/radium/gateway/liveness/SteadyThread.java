package ai.radium.gateway.liveness;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
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
    private final Round round;
    private final CountDownLatch closing = new CountDownLatch(1);
    private final Thread thread;
    private volatile long lastRoundNanos = System.nanoTime();

    private SteadyThread(String name, Round round) {
        this.name = name;
        this.round = round;
        thread = Thread.ofPlatform().name(name).daemon().unstarted(this::run);
    }

    /** One piece of work. */
    @FunctionalInterface
    public interface Round {
        /** @return how long to rest before the next round */
        Duration run() throws InterruptedException;
    }

    public static SteadyThread start(String name, Round round) {
        var steady = new SteadyThread(name, round);
        steady.thread.start();
        return steady;
    }

    private void run() {
        Duration rest = Duration.ZERO;
        try {
            while (!closing.await(rest.toMillis(), TimeUnit.MILLISECONDS)) {
                lastRoundNanos = System.nanoTime();
                rest = failsafeRound();
            }
        } catch (InterruptedException e) {
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

    /** Whether it works: alive, and not stuck in a round. */
    public boolean isLive() {
        return thread.isAlive() && System.nanoTime() - lastRoundNanos < LONGEST_ROUND.toNanos();
    }

    /**
     * Begins no further round and waits a while for the one that runs.
     *
     * @return whether it has ended
     */
    public boolean close(Duration patience) {
        closing.countDown();
        try {
            return thread.join(patience);
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
