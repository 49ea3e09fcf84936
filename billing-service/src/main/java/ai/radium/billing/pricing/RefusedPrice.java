package ai.radium.billing.pricing;

import java.time.Instant;

/**
 * A price that cannot be charged. It ends its predecessor's time all the same: usage in its time waits for the next
 * version rather than being charged at a price that is no longer in force.
 *
 * @param reason for the operator
 */
public record RefusedPrice(String version, Instant validFrom, String reason) implements PriceVersion {}
