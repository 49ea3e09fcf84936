package ai.radium.deployment;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jboss.logging.Logger;

/**
 * Which deployments to look at, and when. Work on one key never overlaps; a key woken during its work is worked on once
 * more. Before {@link #start} and after {@link #stop} a wakeup is forgotten: a sweep over all follows.
 */
@ApplicationScoped
class Wakeups {
    /** The key of the sweep over all deployments. */
    static final String ALL = "*";

    private static final Logger LOG = Logger.getLogger(Wakeups.class);
    private static final int PATIENCE_SECONDS = 5;

    private final Map<String, Turn> turns = new ConcurrentHashMap<>();
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("wakeups").daemon().factory());
    private final ExecutorService workers = Executors.newThreadPerTaskExecutor(
            Thread.ofVirtual().name("reconcile-", 0).factory());
    private volatile Function<String, Optional<Duration>> work = key -> Optional.empty();

    private enum Turn {
        RUNNING,
        RUNNING_AND_WANTED
    }

    /** @param task works on a key, on a virtual thread, and says when to look again at the latest */
    void start(Function<String, Optional<Duration>> task) {
        work = task;
        wake(ALL);
    }

    /** Lets running work finish for a moment. */
    void stop() throws InterruptedException {
        timer.shutdownNow();
        workers.shutdown();
        if (!workers.awaitTermination(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
            LOG.warn("work on deployments goes on after the stop");
        }
    }

    void wake(String key) {
        if (workers.isShutdown()) {
            return;
        }
        turns.compute(key, (same, turn) -> {
            if (turn == null) {
                workers.execute(() -> run(key));
                return Turn.RUNNING;
            }
            return Turn.RUNNING_AND_WANTED;
        });
    }

    private void run(String key) {
        boolean again = true;
        while (again) {
            work.apply(key).ifPresent(wait -> wakeLater(key, wait));
            again = turns.computeIfPresent(key, (same, turn) -> turn == Turn.RUNNING_AND_WANTED ? Turn.RUNNING : null)
                    != null;
        }
    }

    private void wakeLater(String key, Duration wait) {
        if (!timer.isShutdown()) {
            var ignored = timer.schedule(() -> wake(key), wait.toMillis(), TimeUnit.MILLISECONDS);
        }
    }
}
