package ai.radium.billing;

import ai.radium.billing.pricing.Price;
import ai.radium.billing.pricing.PriceVersion;
import ai.radium.billing.pricing.RefusedPrice;
import jakarta.persistence.Embeddable;
import jakarta.persistence.EmbeddedId;
import jakarta.persistence.Entity;
import jakarta.persistence.Table;
import java.io.Serializable;
import java.math.BigDecimal;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Our copy of one version of a model's price, as model-service announced it. */
@Entity
@Table(name = "price")
class PriceRow {
    @EmbeddedId
    private Key key;

    @SuppressWarnings("UnusedVariable") // read in queries
    private int position;

    private Instant validFrom;
    private @Nullable BigDecimal input;
    private @Nullable BigDecimal output;
    private @Nullable BigDecimal training;
    private @Nullable String refusal;

    @SuppressWarnings("NullAway.Init") // Hibernate fills it
    protected PriceRow() {}

    @Embeddable
    record Key(String model, String version) implements Serializable {}

    String model() {
        return key.model();
    }

    PriceVersion toPriceVersion() {
        return input == null || output == null
                ? new RefusedPrice(key.version(), validFrom, String.valueOf(refusal))
                : new Price(key.version(), validFrom, input, output, training);
    }
}
