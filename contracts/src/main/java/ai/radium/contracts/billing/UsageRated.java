package ai.radium.contracts.billing;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Rated lines of one account. */
public record UsageRated(String account, List<Line> lines) implements RatedEvent {
    public UsageRated {
        lines = List.copyOf(lines);
    }

    @Override
    public String eventKey() {
        return account;
    }

    /**
     * What one usage record cost.
     *
     * @param usageId id of the usage record, one line each
     * @param time the usage record's time
     * @param amount decimal string with 12 digits after the point
     * @param failed whether the attempt failed, which costs nothing; null in what earlier versions wrote, who did not say
     */
    public record Line(
            String usageId,
            Instant time,
            @Nullable String keyId,
            String deploymentId,
            String model,
            String priceVersion,
            int promptTokens,
            int completionTokens,
            String amount,
            String currency,
            @Nullable Boolean failed) {
        public boolean hasFailed() {
            return Boolean.TRUE.equals(failed);
        }
    }
}
