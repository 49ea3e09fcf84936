package ai.radium.deployment.metering;

import ai.radium.kit.money.Money;
import jakarta.persistence.Embeddable;
import jakarta.persistence.EmbeddedId;
import jakarta.persistence.Entity;
import jakarta.persistence.Table;
import java.io.Serializable;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Currency;

/** A meter as stored. */
@Entity
@Table(name = "replica_meter")
class ReplicaMeterRow {
    @EmbeddedId
    private Key key;

    private String account;
    private String model;
    private String accelerator;
    private int acceleratorCount;
    private BigDecimal hourlyPrice;
    private String currency;
    private Instant billedUntil;
    private Instant seenAt;

    @SuppressWarnings("NullAway.Init") // Hibernate fills it
    protected ReplicaMeterRow() {}

    ReplicaMeterRow(ReplicaMeter meter) {
        key = new Key(meter.deploymentId(), meter.replicaId());
        account = meter.account();
        model = meter.model();
        accelerator = meter.accelerator();
        acceleratorCount = meter.count();
        hourlyPrice = meter.hourlyPrice().amount();
        currency = meter.hourlyPrice().currency().getCurrencyCode();
        billedUntil = meter.billedUntil();
        seenAt = meter.seenAt();
    }

    @Embeddable
    record Key(String deploymentId, String replicaId) implements Serializable {}

    String replicaId() {
        return key.replicaId();
    }

    /** What of a meter moves. */
    void follow(ReplicaMeter meter) {
        hourlyPrice = meter.hourlyPrice().amount();
        billedUntil = meter.billedUntil();
        seenAt = meter.seenAt();
    }

    ReplicaMeter toMeter() {
        return new ReplicaMeter(
                key.deploymentId(),
                key.replicaId(),
                account,
                model,
                accelerator,
                acceleratorCount,
                new Money(hourlyPrice, Currency.getInstance(currency)),
                billedUntil,
                seenAt);
    }
}
