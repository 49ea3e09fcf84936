package ai.radium.billing;

import ai.radium.billing.pricing.Price;
import ai.radium.billing.pricing.PriceList;
import ai.radium.contracts.billing.UsageRated;
import ai.radium.contracts.usage.UsageRecord;
import ai.radium.contracts.usage.UsageRecord.Outcome;
import ai.radium.kit.money.Money;
import ai.radium.kit.money.UnitPrice;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What one usage record costs. Its tokens are the billed ones: none of a failed attempt, so that amount = tokens × price
 * holds on every line. A line waits until a price is in force at its time, and is then rated once.
 */
@Entity
@Table(name = "usage_line")
class UsageLineRow {
    @Id
    private String usageId;

    @SuppressWarnings("UnusedVariable") // read in queries
    private String account;

    private String requestId;
    private Instant time;
    private String model;
    private String deploymentId;
    private @Nullable String keyId;
    private int promptTokens;
    private int cachedTokens;
    private int completionTokens;
    private boolean failed;

    @Enumerated(EnumType.STRING)
    private Status status;

    private @Nullable String priceVersion;
    private @Nullable BigDecimal inputPrice;
    private @Nullable BigDecimal outputPrice;
    private @Nullable BigDecimal amount;
    private @Nullable String currency;

    @SuppressWarnings("NullAway.Init") // Hibernate fills it
    protected UsageLineRow() {}

    private UsageLineRow(String account, UsageRecord record) {
        boolean billed = record.outcome() != Outcome.FAILED;
        this.failed = !billed;
        this.usageId = record.id();
        this.account = account;
        this.requestId = record.requestId();
        this.time = record.time();
        this.model = record.model();
        this.deploymentId = record.deploymentId();
        this.keyId = record.keyId();
        this.promptTokens = billed ? record.promptTokens() : 0;
        this.cachedTokens = billed ? record.cachedTokens() : 0;
        this.completionTokens = billed ? record.completionTokens() : 0;
        this.status = Status.WAITING;
    }

    enum Status {
        WAITING,
        RATED
    }

    static UsageLineRow of(String account, UsageRecord record, PriceList prices) {
        UsageLineRow line = new UsageLineRow(account, record);
        line.rate(prices);
        return line;
    }

    /** Rates the line if a price is in force at its time. */
    void rate(PriceList prices) {
        prices.inForceAt(time).ifPresent(this::rateAt);
    }

    private void rateAt(Price price) {
        Money cost = price.amountOf(promptTokens, completionTokens);
        status = Status.RATED;
        priceVersion = price.version();
        inputPrice = price.input();
        outputPrice = price.output();
        amount = cost.amount();
        currency = cost.currency().getCurrencyCode();
    }

    boolean isRated() {
        return status == Status.RATED;
    }

    String usageId() {
        return usageId;
    }

    Instant time() {
        return time;
    }

    String model() {
        return model;
    }

    /** The cost of a rated line. */
    Money cost() {
        return Money.usd(Objects.requireNonNull(amount, "a line that waits has no cost"));
    }

    UsageRated.Line toEvent() {
        LineView view = toView();
        return new UsageRated.Line(
                usageId,
                time,
                keyId,
                deploymentId,
                model,
                view.priceVersion(),
                promptTokens,
                completionTokens,
                view.amount(),
                view.currency(),
                failed);
    }

    LineView toView() {
        return new LineView(
                usageId,
                requestId,
                time,
                LineView.TOKENS,
                keyId,
                model,
                deploymentId,
                (long) promptTokens + completionTokens,
                LineView.TOKENS,
                promptTokens,
                cachedTokens,
                completionTokens,
                Objects.requireNonNull(priceVersion, "only rated lines are shown"),
                UnitPrice.text(Objects.requireNonNull(inputPrice)),
                UnitPrice.text(Objects.requireNonNull(outputPrice)),
                cost().metered(),
                Objects.requireNonNull(currency));
    }
}
