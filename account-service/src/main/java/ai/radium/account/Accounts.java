package ai.radium.account;

import ai.radium.contracts.account.AccountChanged.RateLimitPolicy;
import ai.radium.kit.identity.Caller;
import ai.radium.kit.outbox.Outbox;
import ai.radium.kit.problem.ProblemException;
import ai.radium.kit.telemetry.StateChanges;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.function.Consumer;
import org.hibernate.LockMode;
import org.hibernate.reactive.mutiny.Mutiny;
import org.hibernate.reactive.mutiny.Mutiny.Session;
import org.jspecify.annotations.Nullable;

/** What members and operators do with accounts; a change and its event are one transaction. */
@ApplicationScoped
public class Accounts {
    private final Mutiny.SessionFactory sessions;
    private final Outbox outbox;
    private final StateChanges changes;

    Accounts(Mutiny.SessionFactory sessions, Outbox outbox, StateChanges changes) {
        this.sessions = sessions;
        this.outbox = outbox;
        this.changes = changes;
    }

    /** The policy in force. */
    public Uni<RateLimitPolicy> policy(Session session, String account) {
        return session.find(AccountRow.class, account).map(row -> existing(row).policy());
    }

    Uni<AccountView> get(Caller caller) {
        return sessions.withSession(session -> view(session, caller, caller.account()));
    }

    Uni<AccountView> rename(Caller caller, String name) {
        return change(caller, caller.account(), row -> row.rename(name));
    }

    Uni<AccountView> putOn(Caller caller, String account, RateLimitPolicy policy) {
        return change(caller, account, row -> row.put(policy));
    }

    private Uni<AccountView> change(Caller caller, String account, Consumer<AccountRow> change) {
        return sessions.withTransaction(session -> locked(session, account)
                        .invoke(change)
                        .chain(row -> save(session, row))
                        .chain(() -> view(session, caller, account)))
                .invoke(() -> changes.happened("account", account, "changed"));
    }

    /** Nobody else changes the account or its members meanwhile. */
    public Uni<AccountRow> locked(Session session, String account) {
        return session.find(AccountRow.class, account, LockMode.PESSIMISTIC_WRITE)
                .map(Accounts::existing);
    }

    /** Stores what changed and tells of it. */
    public Uni<Void> save(Session session, AccountRow row) {
        return session.flush().chain(() -> outbox.append(session, row.changed()));
    }

    public static Uni<List<MemberRow>> memberRows(Session session, String account) {
        return session.createQuery(
                        "from MemberRow m where m.key.account = :account order by m.createdAt, m.key.sub",
                        MemberRow.class)
                .setParameter("account", account)
                .getResultList();
    }

    private static Uni<AccountView> view(Session session, Caller caller, String account) {
        return session.find(AccountRow.class, account)
                .map(Accounts::existing)
                .chain(row -> memberRows(session, account).map(members -> AccountView.of(row, members, caller.role())));
    }

    private static AccountRow existing(@Nullable AccountRow row) {
        if (row == null) {
            throw new ProblemException(AccountProblem.ACCOUNT_NOT_FOUND, "Account not found", "id");
        }
        return row;
    }
}
