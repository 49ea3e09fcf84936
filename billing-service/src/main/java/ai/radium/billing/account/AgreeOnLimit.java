package ai.radium.billing.account;

import ai.radium.billing.amount.Amount;
import org.jspecify.annotations.Nullable;

/**
 * What an operator puts an account on.
 *
 * @param tier {@code custom}, or {@code earned}: back to what it has paid for
 * @param limit of {@code custom} alone, USD per calendar month
 */
record AgreeOnLimit(@Nullable String tier, @Nullable Amount limit) {}
