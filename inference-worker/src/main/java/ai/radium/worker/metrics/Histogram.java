package ai.radium.worker.metrics;

import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.LongAdder;

/** Seconds in fixed buckets. */
public final class Histogram {
    private final double[] bounds;
    private final AtomicLongArray buckets;
    private final LongAdder nanos = new LongAdder();

    private Histogram(double... bounds) {
        this.bounds = bounds;
        this.buckets = new AtomicLongArray(bounds.length + 1);
    }

    static Histogram ofWaits() {
        return new Histogram(0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60);
    }

    /** Buckets of OpenTelemetry's {@code gen_ai.server.time_to_first_token}. */
    static Histogram ofFirstTokens() {
        return new Histogram(0.001, 0.005, 0.01, 0.02, 0.04, 0.06, 0.08, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10);
    }

    /** Buckets of OpenTelemetry's {@code gen_ai.server.time_per_output_token}. */
    static Histogram ofOutputTokens() {
        return new Histogram(0.01, 0.025, 0.05, 0.075, 0.1, 0.15, 0.2, 0.3, 0.4, 0.5, 0.75, 1, 2.5);
    }

    public void observe(long durationNanos) {
        observe(durationNanos, 1);
    }

    /** The same duration, several times. */
    public void observe(long durationNanos, int times) {
        int bucket = 0;
        while (bucket < bounds.length && durationNanos > bounds[bucket] * 1e9) {
            bucket++;
        }
        buckets.addAndGet(bucket, times);
        nanos.add(durationNanos * times);
    }

    void print(String name, String help, StringBuilder out) {
        out.append("# HELP ").append(name).append(' ').append(help).append('\n');
        out.append("# TYPE ").append(name).append(" histogram\n");
        long total = 0;
        for (int i = 0; i <= bounds.length; i++) {
            total += buckets.get(i);
            String bound = i < bounds.length ? Double.toString(bounds[i]) : "+Inf";
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
