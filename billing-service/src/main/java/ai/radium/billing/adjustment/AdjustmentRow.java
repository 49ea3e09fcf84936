package ai.radium.billing.adjustment;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.math.BigDecimal;
import java.time.Instant;
import org.hibernate.annotations.Immutable;

/** An adjustment as stored. */
@Entity
@Immutable
@Table(name = "adjustment")
class AdjustmentRow {
    @Id
    String id = "";

    String account = "";
    String type = "";
    BigDecimal amount = BigDecimal.ZERO;
    BigDecimal due = BigDecimal.ZERO;
    String reason = "";
    String operator = "";
    Instant createdAt = Instant.EPOCH;
}
