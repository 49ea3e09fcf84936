package ai.radium.billing.pricing;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * All versions of one model's price.
 *
 * @param versions in the order they were announced; of two from the same instant the later one counts
 */
public record PriceList(List<PriceVersion> versions) {
    public PriceList {
        versions = List.copyOf(versions);
    }

    /** The price in force at the instant; empty before the first one and while a refused one would be in force. */
    public Optional<Price> inForceAt(Instant time) {
        PriceVersion latest = null;
        for (PriceVersion candidate : versions) {
            boolean begun = !candidate.validFrom().isAfter(time);
            if (begun && (latest == null || !candidate.validFrom().isBefore(latest.validFrom()))) {
                latest = candidate;
            }
        }
        return latest instanceof Price price ? Optional.of(price) : Optional.empty();
    }
}
