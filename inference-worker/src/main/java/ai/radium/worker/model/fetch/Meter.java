package ai.radium.worker.model.fetch;

import java.time.Duration;
import java.util.function.Consumer;

/** Turns bytes into progress, told at most five times a second. */
final class Meter {
    private static final long INTERVAL = Duration.ofMillis(200).toNanos();

    private final String step;
    private final Consumer<Progress> listener;
    private long total;
    private long startBytes;
    private long startNanos = System.nanoTime();
    private long toldNanos = startNanos - INTERVAL;

    Meter(String step, Consumer<Progress> listener) {
        this.step = step;
        this.listener = listener;
    }

    /** From here the rate counts. */
    void start(long bytes, long ofTotal) {
        startBytes = bytes;
        total = ofTotal;
        startNanos = System.nanoTime();
    }

    void at(long bytes) {
        long now = System.nanoTime();
        if (now - toldNanos >= INTERVAL || bytes == total) {
            toldNanos = now;
            double seconds = Math.max(now - startNanos, 1) / 1e9;
            listener.accept(new Progress(step, bytes, total, (long) ((bytes - startBytes) / seconds)));
        }
    }

    void say(String what) {
        listener.accept(Progress.of(step + ": " + what));
    }
}
