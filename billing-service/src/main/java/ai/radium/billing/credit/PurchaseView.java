package ai.radium.billing.credit;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Credit that was bought, or is to be.
 *
 * @param id also the reference that a bank transfer has to carry
 * @param amount decimal string, USD
 * @param status pending, completed or failed; completed credit counts
 * @param completedAt when it began to count
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record PurchaseView(
        String id,
        String amount,
        String currency,
        String status,
        String paymentMethodId,
        String paymentMethodType,
        Instant createdAt,
        @Nullable Instant completedAt) {}
