package ai.radium.worker.metrics;

import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/** How many a second, over the last ten seconds; a step of 0.2 s at a time is forgotten. */
public final class RecentRate {
    private static final int SECONDS = 10;
    private static final int STEPS = 50;
    private static final long STEP_NANOS = TimeUnit.SECONDS.toNanos(SECONDS) / STEPS;

    private final LongSupplier nanoTime;
    private final long[] counts = new long[STEPS];
    private long sum;
    private long step;

    /** @param nanoTime a clock that never goes back, such as the JVM's own */
    RecentRate(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
        this.step = Math.floorDiv(nanoTime.getAsLong(), STEP_NANOS);
    }

    public synchronized void add(long count) {
        moveOn();
        counts[Math.floorMod(step, STEPS)] += count;
        sum += count;
    }

    public synchronized double perSecond() {
        moveOn();
        return (double) sum / SECONDS;
    }

    private void moveOn() {
        long now = Math.floorDiv(nanoTime.getAsLong(), STEP_NANOS);
        for (long next = Math.max(step + 1, now - STEPS + 1); next <= now; next++) {
            int place = Math.floorMod(next, STEPS);
            sum -= counts[place];
            counts[place] = 0;
        }
        step = Math.max(step, now);
    }
}
