package ai.radium.billing.payment;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A way to pay, as its account sees it.
 *
 * @param type card or bank_transfer; what follows the status is of a card
 * @param status active, or pending: a bank transfer that no money has come by yet
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record PaymentMethodView(
        String id,
        String type,
        String status,
        @Nullable String brand,
        @Nullable String last4,
        @Nullable Integer expiryMonth,
        @Nullable Integer expiryYear,
        @Nullable BillingDetails billingDetails,
        Instant createdAt) {}
