package ai.radium.billing.account;

import jakarta.persistence.Embeddable;
import jakarta.persistence.EmbeddedId;
import jakarta.persistence.Entity;
import jakarta.persistence.Table;
import java.io.Serializable;
import java.math.BigDecimal;
import java.time.LocalDate;

/** A month of an account, read only, in queries: additions are one statement for many months. */
@Entity
@Table(name = "monthly_spend")
class MonthlySpendRow {
    @EmbeddedId
    @SuppressWarnings("UnusedVariable") // read in queries
    private Key key;

    @SuppressWarnings("UnusedVariable") // read in queries
    private BigDecimal spend;

    @SuppressWarnings("UnusedVariable") // read in queries
    private BigDecimal due;

    @SuppressWarnings("NullAway.Init") // Hibernate fills it
    protected MonthlySpendRow() {}

    @Embeddable
    record Key(String account, LocalDate month) implements Serializable {}
}
