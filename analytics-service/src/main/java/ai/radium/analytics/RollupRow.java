package ai.radium.analytics;

import jakarta.persistence.EmbeddedId;
import jakarta.persistence.Entity;
import jakarta.persistence.Table;
import java.math.BigDecimal;
import org.hibernate.annotations.Immutable;
import org.jspecify.annotations.Nullable;

/** A stored rollup, read only: additions are one statement for many rows. */
@Entity
@Immutable
@Table(name = "rollup")
class RollupRow {
    @EmbeddedId
    private RollupKey key;

    private long requests;
    private long errors;
    private long inputTokens;
    private long outputTokens;
    private BigDecimal cost;
    private long timedRequests;
    private long latencyMicros;
    private long decodedTokens;
    private long decodeMicros;
    private byte @Nullable [] latencySketch;
    private byte @Nullable [] ttftSketch;
    private long cachedTokens;
    private long embeddingRequests;
    private long embeddingTokens;
    private byte @Nullable [] outputTokenSketch;

    @SuppressWarnings("NullAway.Init") // Hibernate fills it
    protected RollupRow() {}

    RollupKey key() {
        return key;
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

    BigDecimal cost() {
        return cost;
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

    byte @Nullable [] latencySketch() {
        return latencySketch;
    }

    byte @Nullable [] ttftSketch() {
        return ttftSketch;
    }

    long cachedTokens() {
        return cachedTokens;
    }

    long embeddingRequests() {
        return embeddingRequests;
    }

    long embeddingTokens() {
        return embeddingTokens;
    }

    byte @Nullable [] outputTokenSketch() {
        return outputTokenSketch;
    }
}
