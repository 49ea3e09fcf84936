package ai.radium.billing.account;

import jakarta.persistence.Embeddable;
import jakarta.persistence.EmbeddedId;
import jakarta.persistence.Entity;
import jakarta.persistence.Table;
import java.io.Serializable;
import java.math.BigDecimal;
import java.time.Instant;

/** The charged calls of an account and a gateway, read only, in queries: additions are one statement for many gateways. */
@Entity
@Table(name = "charged_calls")
class ChargedCallsRow {
    @EmbeddedId
    @SuppressWarnings("UnusedVariable") // read in queries
    private Key key;

    @SuppressWarnings("UnusedVariable") // read in queries
    private long records;

    @SuppressWarnings("UnusedVariable") // read in queries
    private BigDecimal amount;

    @SuppressWarnings("UnusedVariable") // read in queries
    private Instant latest;

    @SuppressWarnings("NullAway.Init") // Hibernate fills it
    protected ChargedCallsRow() {}

    @Embeddable
    record Key(String account, String gateway) implements Serializable {}
}
