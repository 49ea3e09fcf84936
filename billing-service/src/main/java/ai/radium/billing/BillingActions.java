package ai.radium.billing;

import ai.radium.billing.account.SpendingLimits;
import ai.radium.billing.payment.AddPaymentMethod;
import ai.radium.billing.payment.PaymentMethods;
import ai.radium.kit.paging.Reply;
import ai.radium.kit.problem.CommonProblem;
import ai.radium.kit.problem.ProblemException;
import ai.radium.kit.problem.Require;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import org.jspecify.annotations.Nullable;

/** Takes the actions of {@code POST /billing}, each with no members but its own. */
@ApplicationScoped
class BillingActions {
    private final PaymentMethods methods;
    private final SpendingLimits limits;

    BillingActions(PaymentMethods methods, SpendingLimits limits) {
        this.methods = methods;
        this.limits = limits;
    }

    /** What a removal leaves to show. */
    record Removed(String id) {}

    /** @throws ProblemException INVALID_REQUEST naming the member; and what the routes of the same effect refuse */
    Uni<Reply<Object>> take(String account, BillingAction wanted) {
        return switch (wanted.action()) {
            case "add_payment_method" -> add(account, wanted);
            case "remove_payment_method" -> remove(account, wanted);
            case "update_spending_limit" -> limit(account, wanted);
            case null, default ->
                throw new ProblemException(
                        CommonProblem.INVALID_REQUEST,
                        "action must be one of add_payment_method, remove_payment_method, update_spending_limit",
                        "action");
        };
    }

    private Uni<Reply<Object>> add(String account, BillingAction wanted) {
        refuse(wanted.paymentMethodId(), "paymentMethodId");
        refuse(wanted.spendingLimit(), "spendingLimit");
        return methods.add(account, new AddPaymentMethod(wanted.type(), wanted.token(), wanted.billingDetails()))
                .map(view -> Reply.of(view, "Payment method added"));
    }

    private Uni<Reply<Object>> remove(String account, BillingAction wanted) {
        refuseDetails(wanted);
        refuse(wanted.spendingLimit(), "spendingLimit");
        String id = Require.text(wanted.paymentMethodId(), "paymentMethodId");
        return methods.remove(account, id, "paymentMethodId")
                .map(ignored -> Reply.of(new Removed(id), "Payment method removed"));
    }

    private Uni<Reply<Object>> limit(String account, BillingAction wanted) {
        refuseDetails(wanted);
        refuse(wanted.paymentMethodId(), "paymentMethodId");
        return limits.set(account, wanted.spendingLimit())
                .map(view -> new Reply<>(view, "Spending limit updated", view.warning(), null, null, null));
    }

    private static void refuseDetails(BillingAction wanted) {
        refuse(wanted.type(), "type");
        refuse(wanted.token(), "token");
        refuse(wanted.billingDetails(), "billingDetails");
    }

    private static void refuse(@Nullable Object value, String field) {
        if (value != null) {
            throw new ProblemException(CommonProblem.INVALID_REQUEST, field + " belongs to another action", field);
        }
    }
}
