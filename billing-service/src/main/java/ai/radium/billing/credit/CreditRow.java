package ai.radium.billing.credit;

import ai.radium.billing.ledger.Transaction;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.math.BigDecimal;
import java.time.Instant;
import org.hibernate.annotations.Immutable;

/** A movement of an account's balance: a view over the ledger. */
@Entity
@Immutable
@Table(name = "credit_history")
class CreditRow {
    @Id
    private String id;

    @SuppressWarnings("UnusedVariable") // read in queries
    private String customer;

    @Enumerated(EnumType.STRING)
    private Transaction.Kind kind;

    private Instant time;
    private BigDecimal amount;

    @SuppressWarnings("NullAway.Init") // Hibernate fills it
    protected CreditRow() {}

    CreditsView.Movement toView() {
        return new CreditsView.Movement(
                id,
                switch (kind) {
                    case SIGN_UP -> "signup";
                    case USAGE -> "usage";
                    case PURCHASE -> "purchase";
                    case ADJUSTMENT -> "adjustment";
                },
                time,
                amount.toPlainString());
    }
}
