package ai.radium.worker.metrics;

import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.LongAdder;

/** Seconds in fixed buckets. */
public final class Histogram {
    private static final double[] BOUNDS = {
        0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60
    };

    private final AtomicLongArray buckets = new AtomicLongArray(BOUNDS.length + 1);
    private final LongAdder nanos = new LongAdder();

    public void observe(long durationNanos) {
        observe(durationNanos, 1);
    }

    /** The same duration, several times. */
    public void observe(long durationNanos, int times) {
        int bucket = 0;
        while (bucket < BOUNDS.length && durationNanos > BOUNDS[bucket] * 1e9) {
            bucket++;
        }
        buckets.addAndGet(bucket, times);
        nanos.add(durationNanos * times);
    }

    void print(String name, String help, StringBuilder out) {
        out.append("# HELP ").append(name).append(' ').append(help).append('\n');
        out.append("# TYPE ").append(name).append(" histogram\n");
        long total = 0;
        for (int i = 0; i <= BOUNDS.length; i++) {
            total += buckets.get(i);
            String bound = i < BOUNDS.length ? Double.toString(BOUNDS[i]) : "+Inf";
            out.append(name)
                    .append("_bucket{le=\"")
                    .append(bound)
                    .append("\"} ")
                    .append(total)
                    .append('\n');
        }
        out.append(name).append("_sum ").append(nanos.sum() / 1e9).append('\n');
        out.append(name).append("_count ").append(total).append('\n');
    }
}
