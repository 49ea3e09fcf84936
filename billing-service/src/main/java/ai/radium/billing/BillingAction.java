package ai.radium.billing;

import ai.radium.billing.amount.Amount;
import ai.radium.billing.payment.BillingDetails;
import org.jspecify.annotations.Nullable;

/**
 * A change of how an account pays; each action has members of its own.
 *
 * @param action add_payment_method, remove_payment_method or update_spending_limit
 */
record BillingAction(
        @Nullable String action,
        @Nullable String type,
        @Nullable String token,
        @Nullable BillingDetails billingDetails,
        @Nullable String paymentMethodId,
        @Nullable Amount spendingLimit) {}
