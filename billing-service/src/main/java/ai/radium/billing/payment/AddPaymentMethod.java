package ai.radium.billing.payment;

import org.jspecify.annotations.Nullable;

/** A new way to pay: of a card the provider's token, never its number. */
public record AddPaymentMethod(
        @Nullable String type,
        @Nullable String token,
        @Nullable BillingDetails billingDetails) {}
