package ai.radium.billing.credit;

import ai.radium.billing.payment.MethodType;
import ai.radium.billing.payment.PaymentMethodRow;
import ai.radium.kit.ids.Ids;
import ai.radium.kit.money.Money;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Credit that an account wants to buy, bought, or could not pay. */
@Entity
@Table(name = "credit_purchase")
class PurchaseRow {
    @Id
    private String id;

    private String account;
    private String methodId;

    @Enumerated(EnumType.STRING)
    private MethodType methodType;

    private BigDecimal amount;

    @Enumerated(EnumType.STRING)
    private Status status;

    @SuppressWarnings("UnusedVariable") // read in queries
    private @Nullable String requestKey;

    private @Nullable String failure;
    private Instant createdAt;
    private @Nullable Instant completedAt;

    @Version
    private int version;

    @SuppressWarnings("NullAway.Init") // Hibernate fills it
    protected PurchaseRow() {}

    /** @param requestKey hash of the Idempotency-Key in hexadecimal digits; null without one */
    PurchaseRow(String account, PaymentMethodRow method, Money amount, @Nullable String requestKey, Instant now) {
        this.id = Ids.next("cred");
        this.account = account;
        this.methodId = method.id();
        this.methodType = method.type();
        this.amount = amount.amount();
        this.status = Status.PENDING;
        this.requestKey = requestKey;
        this.createdAt = now;
    }

    enum Status {
        PENDING,
        COMPLETED,
        FAILED
    }

    String id() {
        return id;
    }

    String account() {
        return account;
    }

    String methodId() {
        return methodId;
    }

    MethodType methodType() {
        return methodType;
    }

    Money amount() {
        return Money.usd(amount);
    }

    boolean isPending() {
        return status == Status.PENDING;
    }

    /** Why it was not paid; null unless it failed. */
    @Nullable
    String failure() {
        return failure;
    }

    void complete(Instant now) {
        status = Status.COMPLETED;
        completedAt = now;
    }

    void fail(String reason) {
        status = Status.FAILED;
        failure = reason;
    }

    PurchaseView toView() {
        return new PurchaseView(
                id,
                amount().rounded(),
                Money.USD.getCurrencyCode(),
                status.name().toLowerCase(Locale.ROOT),
                methodId,
                methodType.word(),
                createdAt,
                completedAt);
    }
}
