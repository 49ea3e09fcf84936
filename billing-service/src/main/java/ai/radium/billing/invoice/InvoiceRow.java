package ai.radium.billing.invoice;

import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/** An invoice of a closed month; documents are JSON. */
@Entity
@Table(name = "invoice")
class InvoiceRow {
    @Id
    String id = "";

    String number = "";
    String account = "";
    LocalDate periodStart = LocalDate.EPOCH;

    @Enumerated(EnumType.STRING)
    InvoiceStatus status = InvoiceStatus.OPEN;

    String currency = "";

    /** Of {@link InvoiceItem}. */
    String items = "";

    /** Lines of text. */
    String seller = "";

    /** Lines of text. */
    String buyer = "";

    BigDecimal total = BigDecimal.ZERO;
    BigDecimal receivable = BigDecimal.ZERO;
    Instant createdAt = Instant.EPOCH;
    LocalDate dueDate = LocalDate.EPOCH;

    @Nullable
    Instant paidAt;

    @Version
    int version;
}
