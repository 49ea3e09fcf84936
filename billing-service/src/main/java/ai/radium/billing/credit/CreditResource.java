package ai.radium.billing.credit;

import ai.radium.billing.account.Accounts;
import ai.radium.billing.amount.Amount;
import ai.radium.kit.audit.Audited;
import ai.radium.kit.idempotency.IdempotencyKey;
import ai.radium.kit.idempotency.Idempotent;
import ai.radium.kit.identity.Identity;
import ai.radium.kit.identity.Role;
import ai.radium.kit.money.Money;
import ai.radium.kit.paging.Page;
import ai.radium.kit.paging.Pagination;
import ai.radium.kit.paging.Reply;
import ai.radium.kit.problem.CommonProblem;
import ai.radium.kit.problem.ProblemException;
import ai.radium.kit.problem.Require;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import java.math.BigDecimal;
import java.util.HexFormat;
import org.hibernate.reactive.mutiny.Mutiny;
import org.jboss.resteasy.reactive.ResponseStatus;
import org.jboss.resteasy.reactive.RestPath;
import org.jspecify.annotations.Nullable;

@Path("/billing/credits")
class CreditResource {
    private static final Money LEAST = Money.usd("5");
    private static final Money MOST = Money.usd("1000");
    private static final BigDecimal STEP = BigDecimal.valueOf(5);

    private final Identity identity;
    private final Mutiny.SessionFactory sessions;
    private final Accounts accounts;
    private final CreditHistory history;
    private final PurchaseStore store;
    private final Purchases purchases;

    CreditResource(
            Identity identity,
            Mutiny.SessionFactory sessions,
            Accounts accounts,
            CreditHistory history,
            PurchaseStore store,
            Purchases purchases) {
        this.identity = identity;
        this.sessions = sessions;
        this.accounts = accounts;
        this.history = history;
        this.store = store;
        this.purchases = purchases;
    }

    @GET
    public Uni<Reply<CreditsView>> get(
            @QueryParam("limit") @Nullable String limit, @QueryParam("offset") @Nullable String offset) {
        String account = identity.account();
        Page page = Page.of(limit, offset);
        return sessions.withSession(session -> accounts.found(session, account)
                .chain(row -> history.of(session, account, page)
                        .chain(moved ->
                                store.pending(session, account).map(pending -> CreditsView.of(row, moved, pending))))
                .chain(view -> history.length(session, account)
                        .map(total -> new Reply<>(view, null, null, null, null, Pagination.of(page, total)))));
    }

    @POST
    @Idempotent
    @Audited("credit.buy")
    @ResponseStatus(201)
    public Uni<Reply<PurchaseView>> buy(
            @HeaderParam(IdempotencyKey.HEADER) @Nullable String key, @Nullable BuyCredit body) {
        BuyCredit wanted = Require.body(body);
        String account = identity.account();
        String requestKey = key == null ? null : HexFormat.of().formatHex(new IdempotencyKey(account, key).hash());
        return purchases
                .buy(new Purchases.Order(account, amount(wanted.amount()), wanted.paymentMethodId(), requestKey))
                .map(CreditResource::reply);
    }

    /** For operators alone, when the money has come. */
    @POST
    @Idempotent
    @Audited("credit.confirm")
    @Path("/{id}/confirm")
    public Uni<Reply<PurchaseView>> confirm(@RestPath String id) {
        if (identity.caller().role() != Role.PLATFORM_ADMIN) {
            throw new ProblemException(CommonProblem.FORBIDDEN, "This needs the role " + Role.PLATFORM_ADMIN.word());
        }
        return purchases.confirm(id).map(view -> Reply.of(view, "Bank transfer confirmed"));
    }

    private static Reply<PurchaseView> reply(PurchaseView view) {
        return Reply.of(
                view,
                view.completedAt() == null
                        ? "Transfer " + view.amount() + " USD with the reference " + view.id()
                                + "; it counts once the money has come"
                        : "Credit bought");
    }

    private static Money amount(@Nullable Amount wanted) {
        Money amount = Amount.required(wanted, "amount", LEAST, MOST);
        if (amount.amount().remainder(STEP).signum() != 0) {
            throw new ProblemException(CommonProblem.INVALID_REQUEST, "amount must be a multiple of 5", "amount");
        }
        return amount;
    }
}
