package ai.radium.billing.pricing;

import java.time.Instant;

/** What a model costs from an instant on, or why that cannot be said. */
public sealed interface PriceVersion permits Price, RefusedPrice {
    String version();

    Instant validFrom();
}
