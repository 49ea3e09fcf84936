package ai.radium.billing.account;

import ai.radium.billing.BillingProblem;
import ai.radium.billing.amount.Amount;
import ai.radium.kit.money.Money;
import ai.radium.kit.problem.CommonProblem;
import ai.radium.kit.problem.ProblemException;
import ai.radium.kit.telemetry.StateChanges;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.function.Consumer;
import org.hibernate.reactive.mutiny.Mutiny;
import org.jspecify.annotations.Nullable;

/** What can be done with limits; each change has the account's standing reviewed in its transaction. */
@ApplicationScoped
public class SpendingLimits {
    private static final Money NOTHING = Money.usd("0");
    private static final Money MOST = Money.usd("1000000000");

    private final Mutiny.SessionFactory sessions;
    private final Accounts accounts;
    private final Standings standings;
    private final StateChanges changes;

    SpendingLimits(Mutiny.SessionFactory sessions, Accounts accounts, Standings standings, StateChanges changes) {
        this.sessions = sessions;
        this.accounts = accounts;
        this.standings = standings;
        this.changes = changes;
    }

    /**
     * The account bounds itself; below what is spent already it stops at once.
     *
     * @throws ProblemException INVALID_REQUEST naming {@code spendingLimit}
     */
    public Uni<SpendingLimitView> set(String account, @Nullable Amount perMonth) {
        Money limit = Amount.required(perMonth, "spendingLimit", NOTHING, MOST);
        return change(account, row -> row.limitItself(limit), "set");
    }

    /** @throws ProblemException INVALID_REQUEST naming {@code tier} or {@code limit}, ACCOUNT_NOT_FOUND */
    Uni<SpendingLimitView> agree(String account, AgreeOnLimit wanted) {
        return switch (wanted.tier()) {
            case "custom" -> {
                Money limit = Amount.required(wanted.limit(), "limit", NOTHING, MOST);
                yield change(account, row -> opened(row).agreeTo(limit), "agreed");
            }
            case "earned" -> {
                if (wanted.limit() != null) {
                    throw new ProblemException(
                            CommonProblem.INVALID_REQUEST, "limit belongs to the tier custom alone", "limit");
                }
                yield change(account, row -> opened(row).agreeTo(null), "earned");
            }
            case null, default ->
                throw new ProblemException(CommonProblem.INVALID_REQUEST, "tier must be one of custom, earned", "tier");
        };
    }

    private static AccountRow opened(AccountRow row) {
        if (!row.isOpened()) {
            throw new ProblemException(
                    BillingProblem.ACCOUNT_NOT_FOUND, BillingProblem.ACCOUNT_NOT_FOUND.title(), "id");
        }
        return row;
    }

    private Uni<SpendingLimitView> change(String account, Consumer<AccountRow> change, String to) {
        return sessions.withTransaction(session -> accounts.locked(session, account)
                .invoke(change)
                .call(row -> standings.review(session, row))
                .map(SpendingLimitView::of)
                .invoke(() -> changes.happened("spending_limit", account, to)));
    }
}
