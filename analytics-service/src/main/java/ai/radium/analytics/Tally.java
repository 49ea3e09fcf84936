package ai.radium.analytics;

import ai.radium.analytics.sketch.DurationSketch;
import ai.radium.contracts.usage.UsageRecord;
import ai.radium.contracts.usage.UsageRecord.Outcome;
import ai.radium.kit.money.Money;
import java.math.BigDecimal;

/**
 * Sums and distributions of some requests, and costs; any two can be merged. Tokens are the billed ones: none of a failed attempt.
 * Durations are those of requests that did not fail, for a refusal's few microseconds would flatter them.
 */
final class Tally {
    private long requests;
    private long errors;
    private long inputTokens;
    private long outputTokens;
    private BigDecimal cost = BigDecimal.ZERO;
    private long timedRequests;
    private long latencyMicros;
    private long decodedTokens;
    private long decodeMicros;
    private final DurationSketch latency = new DurationSketch();
    private final DurationSketch ttft = new DurationSketch();

    static Tally of(RollupRow row) {
        Tally tally = new Tally();
        tally.requests = row.requests();
        tally.errors = row.errors();
        tally.inputTokens = row.inputTokens();
        tally.outputTokens = row.outputTokens();
        tally.cost = row.cost();
        tally.timedRequests = row.timedRequests();
        tally.latencyMicros = row.latencyMicros();
        tally.decodedTokens = row.decodedTokens();
        tally.decodeMicros = row.decodeMicros();
        tally.addSketchesOf(row);
        return tally;
    }

    void add(UsageRecord record) {
        requests++;
        if (record.outcome() == Outcome.FAILED) {
            errors++;
            return;
        }
        inputTokens += record.promptTokens();
        outputTokens += record.completionTokens();
        timedRequests++;
        latencyMicros += record.latencyMicros();
        latency.add(record.latencyMicros());
        if (record.ttftMicros() > 0) {
            ttft.add(record.ttftMicros());
            decodedTokens += record.completionTokens();
            decodeMicros += record.decodeMicros();
        }
    }

    /** @param amount decimal string, USD */
    void addCost(String amount) {
        cost = cost.add(new BigDecimal(amount));
    }

    /** Only the distributions: sums are added where they are stored. */
    void addSketchesOf(RollupRow row) {
        byte[] storedLatency = row.latencySketch();
        byte[] storedTtft = row.ttftSketch();
        if (storedLatency != null) {
            latency.merge(storedLatency);
        }
        if (storedTtft != null) {
            ttft.merge(storedTtft);
        }
    }

    void merge(Tally other) {
        requests += other.requests;
        errors += other.errors;
        inputTokens += other.inputTokens;
        outputTokens += other.outputTokens;
        cost = cost.add(other.cost);
        timedRequests += other.timedRequests;
        latencyMicros += other.latencyMicros;
        decodedTokens += other.decodedTokens;
        decodeMicros += other.decodeMicros;
        latency.merge(other.latency);
        ttft.merge(other.ttft);
    }

    long requests() {
        return requests;
    }

    long errors() {
        return errors;
    }

    long inputTokens() {
        return inputTokens;
    }

    long outputTokens() {
        return outputTokens;
    }

    long tokens() {
        return inputTokens + outputTokens;
    }

    /** USD. */
    BigDecimal cost() {
        return cost;
    }

    /** Decimal string, exact, USD. */
    String costText() {
        return Money.usd(cost).exact();
    }

    long timedRequests() {
        return timedRequests;
    }

    long latencyMicros() {
        return latencyMicros;
    }

    long decodedTokens() {
        return decodedTokens;
    }

    long decodeMicros() {
        return decodeMicros;
    }

    DurationSketch latency() {
        return latency;
    }

    DurationSketch ttft() {
        return ttft;
    }

    /** Microseconds; 0 of no requests. */
    double averageLatency() {
        return timedRequests == 0 ? 0 : (double) latencyMicros / timedRequests;
    }

    /** Microseconds from one output token to the next; 0 of no tokens. */
    double timePerOutputToken() {
        return decodedTokens == 0 ? 0 : (double) decodeMicros / decodedTokens;
    }
}
