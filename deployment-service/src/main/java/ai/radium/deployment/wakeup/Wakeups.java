package ai.radium.deployment.wakeup;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jboss.logging.Logger;

/**
 * Which deployments to look at, and when. Work on one key never overlaps; a key woken during its work is worked on once
 * more; keys never wait for each other. Before {@link #start} and after {@link #stop} a wakeup is forgotten: a sweep over
 * all follows.
 */
@ApplicationScoped
public class Wakeups {
    /** The key of the sweep over all deployments. */
    public static final String ALL = "*";

    private static final Logger LOG = Logger.getLogger(Wakeups.class);
    private static final int PATIENCE_SECONDS = 5;
    private static final Duration AFTER_FAILURE = Duration.ofSeconds(2);

    private final Map<String, Turn> turns = new ConcurrentHashMap<>();
    private final Map<String, ScheduledFuture<?>> later = new ConcurrentHashMap<>();
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("wakeups").daemon().factory());
    private final ExecutorService workers = Executors.newThreadPerTaskExecutor(
            Thread.ofVirtual().name("reconcile-", 0).factory());
    private final InstantSource clock;
    private volatile Function<String, Optional<Duration>> work = key -> Optional.empty();
    private volatile Instant sweptAt;

    /** Work on a key. */
    private record Turn(Instant since, boolean isWantedAgain) {}

    public Wakeups(InstantSource clock) {
        this.clock = clock;
        sweptAt = clock.instant();
    }

    /** @param task works on a key, on a virtual thread, and says when to look again at the latest */
    public void start(Function<String, Optional<Duration>> task) {
        work = task;
        sweptAt = clock.instant();
        wake(ALL);
    }

    /** Lets running work finish for a moment. */
    public void stop() throws InterruptedException {
        timer.shutdownNow();
        workers.shutdown();
        if (!workers.awaitTermination(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
            LOG.warn("work on deployments goes on after the stop");
        }
    }

    public void wake(String key) {
        if (workers.isShutdown()) {
            return;
        }
        turns.compute(key, (same, turn) -> {
            if (turn == null) {
                workers.execute(() -> run(key));
                return new Turn(clock.instant(), false);
            }
            return new Turn(turn.since, true);
        });
    }

    /** Since when something has been overdue: the last sweep's end, or the start of a look that goes on, whichever is earlier. */
    public Instant waitingSince() {
        return turns.values().stream()
                .map(Turn::since)
                .filter(since -> since.isBefore(sweptAt))
                .min(Instant::compareTo)
                .orElse(sweptAt);
    }

    private void run(String key) {
        boolean again = true;
        while (again) {
            worked(key).ifPresent(wait -> wakeLater(key, wait));
            if (key.equals(ALL)) {
                sweptAt = clock.instant();
            }
            again = turns.computeIfPresent(
                            key, (same, turn) -> turn.isWantedAgain ? new Turn(clock.instant(), false) : null)
                    != null;
        }
    }

    private Optional<Duration> worked(String key) {
        try {
            return work.apply(key);
        } catch (Throwable failure) { // the edge of this thread: after an Error too the key must be looked at again
            LOG.warn("reconciliation failed and is tried again", failure);
            return Optional.of(AFTER_FAILURE);
        }
    }

    /** Keeps one wakeup per key, the earliest: a chain of its own for each wakeup from outside would never end. */
    private void wakeLater(String key, Duration wait) {
        if (timer.isShutdown()) {
            return;
        }
        later.compute(key, (same, planned) -> {
            if (planned != null && !planned.isDone() && planned.getDelay(TimeUnit.MILLISECONDS) <= wait.toMillis()) {
                return planned;
            }
            if (planned != null) {
                planned.cancel(false);
            }
            return timer.schedule(() -> wakeAsPlanned(key), wait.toMillis(), TimeUnit.MILLISECONDS);
        });
    }

    /** In this order: the look that follows plans the next one. */
    private void wakeAsPlanned(String key) {
        later.remove(key);
        wake(key);
    }
}
