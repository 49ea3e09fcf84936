package ai.radium.worker.metrics;

import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.stream.IntStream;

/** The median of what was observed in the last minute, of the newest 1,024 values at most. */
public final class RecentMedian {
    private static final int CAPACITY = 1024;
    private static final long WINDOW_NANOS = TimeUnit.MINUTES.toNanos(1);

    private final LongSupplier nanoTime;
    private final long[] values = new long[CAPACITY];
    private final long[] times = new long[CAPACITY];
    private long count;

    /** @param nanoTime a clock that never goes back, such as the JVM's own */
    RecentMedian(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    public synchronized void observe(long value) {
        int place = (int) (count++ % CAPACITY);
        values[place] = value;
        times[place] = nanoTime.getAsLong();
    }

    /** The lower one of two in the middle; 0 when there was nothing. */
    public synchronized long value() {
        long now = nanoTime.getAsLong();
        long[] recent = IntStream.range(0, (int) Math.min(count, CAPACITY))
                .filter(place -> now - times[place] < WINDOW_NANOS)
                .mapToLong(place -> values[place])
                .toArray();
        Arrays.sort(recent);
        return recent.length == 0 ? 0 : recent[(recent.length - 1) / 2];
    }
}
