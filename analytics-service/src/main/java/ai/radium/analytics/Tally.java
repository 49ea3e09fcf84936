package ai.radium.analytics;

import ai.radium.analytics.sketch.DurationSketch;
import ai.radium.contracts.usage.UsageRecord;
import ai.radium.contracts.usage.UsageRecord.Outcome;
import ai.radium.kit.money.Money;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * Sums and distributions of some requests, and costs; any two can be merged. Tokens are the billed ones: none of a failed attempt.
 * Durations are those of requests that did not fail, for a refusal's few microseconds would flatter them.
 */
final class Tally {
    /** What usage records call a request for vectors. */
    private static final String EMBEDDING = "embedding";

    private long requests;
    private long errors;
    private long inputTokens;
    private long outputTokens;
    private long cachedTokens;
    private long embeddingRequests;
    private long embeddingTokens;
    private BigDecimal cost = BigDecimal.ZERO;
    private long timedRequests;
    private long latencyMicros;
    private long decodedTokens;
    private long decodeMicros;
    private final DurationSketch latency = new DurationSketch();
    private final DurationSketch ttft = new DurationSketch();
    private final DurationSketch outputToken = new DurationSketch();

    void add(RollupRow row) {
        requests += row.requests();
        errors += row.errors();
        inputTokens += row.inputTokens();
        outputTokens += row.outputTokens();
        cachedTokens += row.cachedTokens();
        embeddingRequests += row.embeddingRequests();
        embeddingTokens += row.embeddingTokens();
        cost = cost.add(row.cost());
        timedRequests += row.timedRequests();
        latencyMicros += row.latencyMicros();
        decodedTokens += row.decodedTokens();
        decodeMicros += row.decodeMicros();
        addSketchesOf(row);
    }

    void add(UsageRecord record) {
        requests++;
        if (record.outcome() == Outcome.FAILED) {
            errors++;
            return;
        }
        inputTokens += record.promptTokens();
        outputTokens += record.completionTokens();
        cachedTokens += record.cachedTokens();
        if (record.operation().equals(EMBEDDING)) {
            embeddingRequests++;
            embeddingTokens += record.promptTokens();
        }
        timedRequests++;
        latencyMicros += record.latencyMicros();
        latency.add(record.latencyMicros());
        if (record.ttftMicros() > 0) {
            ttft.add(record.ttftMicros());
            decodedTokens += record.completionTokens();
            decodeMicros += record.decodeMicros();
            if (record.completionTokens() > 0) {
                outputToken.add(record.decodeMicros() / record.completionTokens());
            }
        }
    }

    /** @param amount decimal string, USD */
    void addCost(String amount) {
        cost = cost.add(new BigDecimal(amount));
    }

    /** Only the distributions: sums are added where they are stored. */
    void addSketchesOf(RollupRow row) {
        add(latency, row.latencySketch());
        add(ttft, row.ttftSketch());
        add(outputToken, row.outputTokenSketch());
    }

    private static void add(DurationSketch sketch, byte @Nullable [] stored) {
        if (stored != null) {
            sketch.merge(stored);
        }
    }

    void merge(Tally other) {
        requests += other.requests;
        errors += other.errors;
        inputTokens += other.inputTokens;
        outputTokens += other.outputTokens;
        cachedTokens += other.cachedTokens;
        embeddingRequests += other.embeddingRequests;
        embeddingTokens += other.embeddingTokens;
        cost = cost.add(other.cost);
        timedRequests += other.timedRequests;
        latencyMicros += other.latencyMicros;
        decodedTokens += other.decodedTokens;
        decodeMicros += other.decodeMicros;
        latency.merge(other.latency);
        ttft.merge(other.ttft);
        outputToken.merge(other.outputToken);
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

    /** Part of the input's. */
    long cachedTokens() {
        return cachedTokens;
    }

    /** Requests for vectors that did not fail; part of all. */
    long embeddingRequests() {
        return embeddingRequests;
    }

    /** Part of the input's. */
    long embeddingTokens() {
        return embeddingTokens;
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

    /** Of each request the mean time from one token to the next. */
    DurationSketch outputToken() {
        return outputToken;
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
