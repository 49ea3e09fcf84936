package ai.radium.gateway.inference;

import ai.radium.contracts.usage.UsageRecord;
import ai.radium.gateway.usage.Spool;
import ai.radium.gateway.worker.Workers;

/** What one loop did; written by it alone in plain memory, read now and then by the metrics. */
public final class InferenceStats {
    /** Upper bounds of latency buckets, seconds; the last bucket has none. */
    private static final double[] BOUNDS = {0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60};

    private final Workers workers;
    private final Spool.Writer usage;
    private final long[] ttft = new long[BOUNDS.length + 1];
    private final long[] latency = new long[BOUNDS.length + 1];
    private long ttftMicros;
    private long latencyMicros;
    private long completed;
    private long cancelled;
    private long failed;
    private long promptTokens;
    private long completionTokens;
    private long gaveUp;
    private int open;

    InferenceStats(Workers workers, Spool.Writer usage) {
        this.workers = workers;
        this.usage = usage;
    }

    void gaveUp() {
        gaveUp++;
    }

    void began() {
        open++;
    }

    void ended(UsageRecord record) {
        open--;
        switch (record.outcome()) {
            case COMPLETED -> completed++;
            case CANCELLED -> cancelled++;
            case FAILED -> failed++;
        }
        promptTokens += record.promptTokens();
        completionTokens += record.completionTokens();
        latency[bucket(record.latencyMicros())]++;
        latencyMicros += record.latencyMicros();
        if (record.ttftMicros() > 0) {
            ttft[bucket(record.ttftMicros())]++;
            ttftMicros += record.ttftMicros();
        }
    }

    private static int bucket(long micros) {
        int i = 0;
        while (i < BOUNDS.length && micros > BOUNDS[i] * 1e6) {
            i++;
        }
        return i;
    }

    public static double[] bounds() {
        return BOUNDS.clone();
    }

    /** Answers that were ended because their engine made no progress. */
    public long timedOut() {
        return gaveUp;
    }

    /** Calls to workers in flight. */
    public int workerStreams() {
        return workers.streams();
    }

    /** Requests that room in the spool is kept for. */
    public int spoolPromises() {
        return usage.promised();
    }

    public int open() {
        return open;
    }

    public long completed() {
        return completed;
    }

    public long cancelled() {
        return cancelled;
    }

    public long failed() {
        return failed;
    }

    public long promptTokens() {
        return promptTokens;
    }

    public long completionTokens() {
        return completionTokens;
    }

    public long[] ttft() {
        return ttft.clone();
    }

    public double ttftSeconds() {
        return ttftMicros / 1e6;
    }

    public long[] latency() {
        return latency.clone();
    }

    public double latencySeconds() {
        return latencyMicros / 1e6;
    }
}
