package ai.radium.billing.credit;

import ai.radium.billing.amount.Amount;
import org.jspecify.annotations.Nullable;

/**
 * Credit to buy.
 *
 * @param amount USD, 5 to 1,000 in steps of 5
 * @param paymentMethodId null = the newest card, else the newest payment method
 */
record BuyCredit(@Nullable Amount amount, @Nullable String paymentMethodId) {}
