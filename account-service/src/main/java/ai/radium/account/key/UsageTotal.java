package ai.radium.account.key;

import java.math.BigDecimal;
import java.time.Instant;

/** All that a key was used for. */
record UsageTotal(long requests, long tokens, BigDecimal cost, Instant lastUsedAt) {}
