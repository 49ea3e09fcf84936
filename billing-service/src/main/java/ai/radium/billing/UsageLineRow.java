package ai.radium.billing;

import ai.radium.billing.pricing.Price;
import ai.radium.billing.pricing.PriceList;
import ai.radium.contracts.billing.TrainingRated;
import ai.radium.contracts.billing.UsageRated;
import ai.radium.contracts.finetune.TokensTrained;
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
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What one usage record costs, or one job's training. Its tokens are the billed ones: none of a failed attempt, so that
 * amount = tokens × price holds on every line. A line waits until a price is in force at its time, and is then rated once.
 */
@Entity
@Table(name = "usage_line")
class UsageLineRow {
    @Id
    private String usageId;

    @Enumerated(EnumType.STRING)
    private LineType type;

    private String account;
    private @Nullable String requestId;
    private Instant time;
    private String model;
    private @Nullable String deploymentId;
    private @Nullable String keyId;
    private @Nullable String jobId;
    private int promptTokens;
    private int cachedTokens;
    private int completionTokens;
    private long trainedTokens;
    private boolean failed;
    private @Nullable String gateway;

    @Enumerated(EnumType.STRING)
    private Status status;

    private @Nullable String priceVersion;
    private @Nullable BigDecimal inputPrice;
    private @Nullable BigDecimal outputPrice;
    private @Nullable BigDecimal trainingPrice;
    private @Nullable BigDecimal amount;
    private @Nullable String currency;

    @SuppressWarnings("NullAway.Init") // Hibernate fills it
    protected UsageLineRow() {}

    private UsageLineRow(LineType type, String id, String account, Instant time, String model) {
        this.type = type;
        this.usageId = id;
        this.account = account;
        this.time = time;
        this.model = model;
        this.status = Status.WAITING;
    }

    enum Status {
        WAITING,
        RATED
    }

    /** @param gateway the process that waits to hear what it cost; null = none */
    static UsageLineRow of(String account, @Nullable String gateway, UsageRecord record) {
        UsageLineRow line = new UsageLineRow(LineType.TOKENS, record.id(), account, record.time(), record.model());
        line.gateway = gateway;
        line.requestId = record.requestId();
        line.deploymentId = record.deploymentId();
        line.keyId = record.keyId();
        line.failed = record.outcome() == Outcome.FAILED;
        if (!line.failed) {
            line.promptTokens = record.promptTokens();
            line.cachedTokens = record.cachedTokens();
            line.completionTokens = record.completionTokens();
        }
        return line;
    }

    static UsageLineRow of(TokensTrained trained) {
        UsageLineRow line =
                new UsageLineRow(LineType.TRAINING, trained.id(), trained.account(), trained.time(), trained.model());
        line.jobId = trained.jobId();
        line.trainedTokens = trained.tokens();
        return line;
    }

    /** Rates the line if a price of what it is for is in force at its time. */
    void rate(PriceList prices) {
        prices.inForceAt(time).ifPresent(price -> costAt(price).ifPresent(cost -> rateAt(price, cost)));
    }

    private Optional<Money> costAt(Price price) {
        return switch (type) {
            case TOKENS -> Optional.of(price.amountOf(promptTokens, completionTokens));
            case TRAINING -> price.amountOfTraining(trainedTokens);
        };
    }

    private void rateAt(Price price, Money cost) {
        status = Status.RATED;
        priceVersion = price.version();
        switch (type) {
            case TOKENS -> {
                inputPrice = price.input();
                outputPrice = price.output();
            }
            case TRAINING -> trainingPrice = price.training();
        }
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

    /** The gateway's process that waits to hear what the call cost; null = none does. */
    @Nullable
    String gateway() {
        return gateway;
    }

    LineType type() {
        return type;
    }

    /** Of a call. */
    UsageRated.Line toUsageRated() {
        return new UsageRated.Line(
                usageId,
                time,
                keyId,
                Objects.requireNonNull(deploymentId),
                model,
                ratedBy(),
                promptTokens,
                completionTokens,
                cost().metered(),
                Objects.requireNonNull(currency),
                failed);
    }

    /** Of a job. */
    TrainingRated toTrainingRated() {
        return new TrainingRated(
                usageId,
                time,
                account,
                Objects.requireNonNull(jobId),
                model,
                ratedBy(),
                trainedTokens,
                cost().metered(),
                Objects.requireNonNull(currency));
    }

    LineView toView() {
        boolean ofACall = type == LineType.TOKENS;
        return new LineView(
                usageId,
                requestId,
                time,
                type.word(),
                keyId,
                model,
                deploymentId,
                ofACall ? (long) promptTokens + completionTokens : trainedTokens,
                LineView.TOKENS,
                ofACall ? promptTokens : null,
                ofACall ? cachedTokens : null,
                ofACall ? completionTokens : null,
                ratedBy(),
                text(inputPrice),
                text(outputPrice),
                cost().metered(),
                Objects.requireNonNull(currency),
                jobId,
                text(trainingPrice));
    }

    private String ratedBy() {
        return Objects.requireNonNull(priceVersion, "only rated lines are shown");
    }

    private static @Nullable String text(@Nullable BigDecimal price) {
        return price == null ? null : UnitPrice.text(price);
    }
}
