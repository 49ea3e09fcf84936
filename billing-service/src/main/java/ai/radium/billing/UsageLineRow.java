package ai.radium.billing;

import ai.radium.billing.pricing.HourlyPrice;
import ai.radium.billing.pricing.Price;
import ai.radium.billing.pricing.PriceList;
import ai.radium.contracts.billing.ReplicaTimeRated;
import ai.radium.contracts.billing.TrainingRated;
import ai.radium.contracts.billing.UsageRated;
import ai.radium.contracts.deployment.BilledBy;
import ai.radium.contracts.deployment.ReplicaTimeUsed;
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
import org.jspecify.annotations.Nullable;

/**
 * What one usage record costs, or one job's training, or some time of a replica. Its tokens are the billed ones: none of a
 * failed attempt, so that amount = tokens × price holds on every line. A line waits until a price is in force at its time,
 * and is then rated once; time brings its price, and a call that time pays for costs nothing.
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
    private @Nullable String replicaId;
    private @Nullable String accelerator;
    private int acceleratorCount;
    private long replicaSeconds;
    private @Nullable String gateway;

    @Enumerated(EnumType.STRING)
    private Status status;

    private @Nullable String priceVersion;
    private @Nullable BigDecimal inputPrice;
    private @Nullable BigDecimal outputPrice;
    private @Nullable BigDecimal trainingPrice;
    private @Nullable BigDecimal hourlyPrice;
    private @Nullable BigDecimal amount;
    private @Nullable String currency;

    @SuppressWarnings("UnusedVariable") // written when the month is closed
    private @Nullable String invoiceId;

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
        if (record.billedBy() == BilledBy.REPLICA_SECONDS) {
            line.inputPrice = BigDecimal.ZERO;
            line.outputPrice = BigDecimal.ZERO;
            line.rateAt(HourlyPrice.VERSION, Money.zero(Money.USD));
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

    /** @throws IllegalArgumentException when its price cannot be charged */
    static UsageLineRow of(ReplicaTimeUsed used) {
        UsageLineRow line =
                new UsageLineRow(LineType.REPLICA_SECONDS, used.id(), used.account(), used.until(), used.model());
        HourlyPrice price = HourlyPrice.of(used.hourlyPrice(), used.currency());
        line.deploymentId = used.deploymentId();
        line.replicaId = used.replicaId();
        line.accelerator = used.accelerator();
        line.acceleratorCount = used.count();
        line.replicaSeconds = used.seconds();
        line.hourlyPrice = price.amount();
        line.rateAt(HourlyPrice.VERSION, price.amountOf(used.seconds(), used.count()));
        return line;
    }

    /** Rates a line that waits if a price of what it is for is in force at its time. */
    void rate(PriceList prices) {
        if (!isRated()) {
            prices.inForceAt(time).ifPresent(this::rate);
        }
    }

    private void rate(Price price) {
        switch (type) {
            case TOKENS -> {
                inputPrice = price.input();
                outputPrice = price.output();
                rateAt(price.version(), price.amountOf(promptTokens, completionTokens));
            }
            case TRAINING -> {
                trainingPrice = price.training();
                price.amountOfTraining(trainedTokens).ifPresent(cost -> rateAt(price.version(), cost));
            }
            case REPLICA_SECONDS -> throw new IllegalStateException("time is rated as it comes");
        }
    }

    private void rateAt(String version, Money cost) {
        status = Status.RATED;
        priceVersion = version;
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

    /** Of time. */
    ReplicaTimeRated toReplicaTimeRated() {
        return new ReplicaTimeRated(
                usageId,
                time,
                account,
                Objects.requireNonNull(deploymentId),
                Objects.requireNonNull(replicaId),
                model,
                Objects.requireNonNull(accelerator),
                acceleratorCount,
                Objects.requireNonNull(hourlyPrice).toPlainString(),
                replicaSeconds,
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
                quantity(),
                type.unit(),
                ofACall ? promptTokens : null,
                ofACall ? cachedTokens : null,
                ofACall ? completionTokens : null,
                ratedBy(),
                text(inputPrice),
                text(outputPrice),
                cost().metered(),
                Objects.requireNonNull(currency),
                jobId,
                text(trainingPrice),
                replicaId,
                accelerator,
                type == LineType.REPLICA_SECONDS ? acceleratorCount : null,
                hourlyPrice == null ? null : Money.usd(hourlyPrice).exact());
    }

    private long quantity() {
        return switch (type) {
            case TOKENS -> (long) promptTokens + completionTokens;
            case TRAINING -> trainedTokens;
            case REPLICA_SECONDS -> replicaSeconds;
        };
    }

    private String ratedBy() {
        return Objects.requireNonNull(priceVersion, "only rated lines are shown");
    }

    private static @Nullable String text(@Nullable BigDecimal price) {
        return price == null ? null : UnitPrice.text(price);
    }
}
