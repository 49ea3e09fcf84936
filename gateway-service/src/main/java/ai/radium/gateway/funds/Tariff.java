package ai.radium.gateway.funds;

import ai.radium.contracts.model.ModelChanged;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a model costs, as billing will charge it, and how much it reads.
 *
 * @param contextTokens 0 = not known
 * @param versions in the order they were announced; of two from the same instant the later one counts
 */
record Tariff(int contextTokens, List<Version> versions) {
    /** Prices are in dollars per 10^6 tokens, and a token's in 10^-12. */
    private static final int DIGITS = 6;

    Tariff {
        versions = List.copyOf(versions);
    }

    /** @param price null = one that billing refuses to charge: usage in its time waits for the next version */
    record Version(Instant validFrom, @Nullable Price price) {
        boolean hasBegun(Instant time) {
            return !validFrom.isAfter(time);
        }
    }

    static Tariff of(ModelChanged model) {
        return new Tariff(
                model.contextTokens(),
                model.prices().stream()
                        .map(price -> new Version(price.validFrom(), priceOf(price)))
                        .toList());
    }

    private static @Nullable Price priceOf(ModelChanged.Price announced) {
        if (!announced.currency().equals("USD")) {
            return null;
        }
        try {
            long input = perToken(announced.input());
            long output = perToken(announced.output());
            return input < 0 || output < 0 ? null : new Price(input, output);
        } catch (ArithmeticException | NumberFormatException e) { // billing refuses it too
            return null;
        }
    }

    private static long perToken(String perMillion) {
        return new BigDecimal(perMillion).movePointRight(DIGITS).longValueExact();
    }

    /** The price in force at the instant; empty before the first one and while a refused one is in force. */
    Optional<Price> inForceAt(Instant time) {
        Version latest = null;
        for (Version candidate : versions) {
            if (candidate.hasBegun(time)
                    && (latest == null || !candidate.validFrom().isBefore(latest.validFrom()))) {
                latest = candidate;
            }
        }
        return latest == null ? Optional.empty() : Optional.ofNullable(latest.price());
    }

    /** The dearest of what is in force at any time between; empty while none is in force at the beginning. */
    Optional<Price> dearestWithin(Instant from, Instant to) {
        Optional<Price> dearest = inForceAt(from);
        for (Version later : versions) {
            Price price = later.price();
            if (price != null && !later.hasBegun(from) && later.hasBegun(to)) {
                dearest = dearest.map(price::orDearer);
            }
        }
        return dearest;
    }
}
