package ai.radium.billing;

import jakarta.persistence.Embeddable;
import jakarta.persistence.EmbeddedId;
import jakarta.persistence.Entity;
import jakarta.persistence.Table;
import java.io.Serializable;
import java.math.BigDecimal;
import java.time.LocalDate;

/** A month of an account, read only: additions are one statement for many months. */
@Entity
@Table(name = "monthly_spend")
class MonthlySpendRow {
    @EmbeddedId
    private Key key;

    private BigDecimal spend;
    private BigDecimal due;

    @SuppressWarnings("NullAway.Init") // Hibernate fills it
    protected MonthlySpendRow() {}

    @Embeddable
    record Key(String account, LocalDate month) implements Serializable {}

    MonthlySpend toSpend() {
        return new MonthlySpend(key.account(), key.month(), spend, due);
    }
}
