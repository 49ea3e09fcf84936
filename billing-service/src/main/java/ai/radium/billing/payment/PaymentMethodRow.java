package ai.radium.billing.payment;

import ai.radium.kit.ids.Ids;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A way for an account to pay. */
@Entity
@Table(name = "payment_method")
public class PaymentMethodRow {
    @Id
    private String id;

    @SuppressWarnings("UnusedVariable") // read in queries
    private String account;

    @Enumerated(EnumType.STRING)
    private MethodType type;

    @Enumerated(EnumType.STRING)
    private Status status;

    private @Nullable String handle;
    private @Nullable String brand;
    private @Nullable String last4;
    private @Nullable Integer expiryMonth;
    private @Nullable Integer expiryYear;
    private @Nullable String billingDetails;
    private Instant createdAt;

    @Version
    private int version;

    @SuppressWarnings("NullAway.Init") // Hibernate fills it
    protected PaymentMethodRow() {}

    private PaymentMethodRow(
            String id,
            String account,
            MethodType type,
            Status status,
            @Nullable String billingDetails,
            Instant createdAt) {
        this.id = id;
        this.account = account;
        this.type = type;
        this.status = status;
        this.billingDetails = billingDetails;
        this.createdAt = createdAt;
    }

    /** Of a bank transfer none is known to pay before an operator has seen its money. */
    enum Status {
        PENDING,
        ACTIVE,
        REMOVED
    }

    static PaymentMethodRow card(
            String id, String account, Attachment.Attached attached, @Nullable String billingDetails, Instant now) {
        PaymentMethodRow row = new PaymentMethodRow(id, account, MethodType.CARD, Status.ACTIVE, billingDetails, now);
        row.handle = attached.handle();
        row.brand = attached.card().brand();
        row.last4 = attached.card().last4();
        row.expiryMonth = attached.card().expiryMonth();
        row.expiryYear = attached.card().expiryYear();
        return row;
    }

    static PaymentMethodRow bankTransfer(String id, String account, @Nullable String billingDetails, Instant now) {
        return new PaymentMethodRow(id, account, MethodType.BANK_TRANSFER, Status.PENDING, billingDetails, now);
    }

    static String nextId() {
        return Ids.next("pm");
    }

    public String id() {
        return id;
    }

    public MethodType type() {
        return type;
    }

    /** Of a card. */
    public String handle() {
        return Objects.requireNonNull(handle, "only a card has one");
    }

    void remove() {
        status = Status.REMOVED;
    }

    /** Its money came. One that was removed meanwhile stays so. */
    void activate() {
        if (status == Status.PENDING) {
            status = Status.ACTIVE;
        }
    }

    /** Null when none were given. */
    @Nullable
    BillingDetails details() {
        return BillingDetails.read(billingDetails);
    }

    PaymentMethodView toView() {
        return new PaymentMethodView(
                id,
                type.word(),
                status.name().toLowerCase(java.util.Locale.ROOT),
                brand,
                last4,
                expiryMonth,
                expiryYear,
                details(),
                createdAt);
    }
}
