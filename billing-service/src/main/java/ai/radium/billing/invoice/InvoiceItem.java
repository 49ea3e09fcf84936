package ai.radium.billing.invoice;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * A line of an invoice: amount = quantity × unitPrice / pricePer, rounded half to even to cents.
 *
 * @param type {@code tokens}, {@code training} or {@code replica_seconds}
 * @param unit {@code tokens}, or {@code accelerator_seconds}: seconds times accelerators of a replica
 * @param unitPrice decimal string, USD for so many units as {@code pricePer} says
 * @param amount decimal string, USD, two digits after the point
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record InvoiceItem(
        String type,
        String description,
        String model,
        @Nullable String deploymentId,
        @Nullable String keyId,
        @Nullable String jobId,
        long quantity,
        String unit,
        String unitPrice,
        long pricePer,
        String amount) {
    BigDecimal money() {
        return new BigDecimal(amount);
    }
}
