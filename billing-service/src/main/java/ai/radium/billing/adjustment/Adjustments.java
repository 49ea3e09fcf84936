package ai.radium.billing.adjustment;

import ai.radium.billing.BillingProblem;
import ai.radium.billing.account.AccountRow;
import ai.radium.billing.account.Accounts;
import ai.radium.billing.account.LedgerStore;
import ai.radium.billing.account.Standings;
import ai.radium.billing.ledger.CustomerBalance;
import ai.radium.billing.ledger.LedgerAccount;
import ai.radium.billing.ledger.Transaction;
import ai.radium.kit.ids.Ids;
import ai.radium.kit.money.Money;
import ai.radium.kit.problem.ProblemException;
import ai.radium.kit.telemetry.StateChanges;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.hibernate.reactive.mutiny.Mutiny;
import org.hibernate.reactive.mutiny.Mutiny.Session;

/** Moves money by an operator's hand: row, ledger, balance, standing and events are one transaction. */
@ApplicationScoped
class Adjustments {
    private final Mutiny.SessionFactory sessions;
    private final Accounts accounts;
    private final LedgerStore ledger;
    private final Standings standings;
    private final StateChanges changes;
    private final InstantSource clock;

    Adjustments(
            Mutiny.SessionFactory sessions,
            Accounts accounts,
            LedgerStore ledger,
            Standings standings,
            StateChanges changes,
            InstantSource clock) {
        this.sessions = sessions;
        this.accounts = accounts;
        this.ledger = ledger;
        this.standings = standings;
        this.changes = changes;
        this.clock = clock;
    }

    /** @throws ProblemException INVALID_REQUEST naming the member, ACCOUNT_NOT_FOUND */
    Uni<AdjustmentView> adjust(String account, AdjustAccount wanted, String operator) {
        AdjustmentRow row = row(account, wanted, operator);
        return sessions.withTransaction(session -> accounts.locked(session, account)
                .invoke(Adjustments::requireOpened)
                .call(found -> post(session, found, row))
                .call(found -> standings.review(session, found))
                .map(found -> AdjustmentView.of(row, found.balance().amount()))
                .invoke(() -> changes.happened("adjustment", row.id, "made")));
    }

    private AdjustmentRow row(String account, AdjustAccount wanted, String operator) {
        AdjustmentRow row = new AdjustmentRow();
        row.id = Ids.next("adj");
        row.account = account;
        row.type = wanted.isCredit() ? "CREDIT" : "DEBIT";
        row.amount = wanted.money().amount();
        row.reason = wanted.why();
        row.operator = operator;
        row.createdAt = clock.instant();
        return row;
    }

    private static void requireOpened(AccountRow account) {
        if (!account.isOpened()) {
            throw new ProblemException(
                    BillingProblem.ACCOUNT_NOT_FOUND, BillingProblem.ACCOUNT_NOT_FOUND.title(), "id");
        }
    }

    private Uni<Void> post(Session session, AccountRow account, AdjustmentRow row) {
        Transaction posted = transaction(account.balance(), row, row.createdAt);
        row.due = posted.on(LedgerAccount.receivable(row.account)).amount().max(BigDecimal.ZERO);
        account.settle(account.balance().after(posted));
        return ledger.append(session, List.of(posted)).chain(() -> session.persist(row));
    }

    private static Transaction transaction(CustomerBalance balance, AdjustmentRow row, Instant now) {
        Money amount = Money.usd(row.amount);
        return row.type.equals("CREDIT") ? balance.given(row.id, amount, now) : balance.taken(row.id, amount, now);
    }
}
