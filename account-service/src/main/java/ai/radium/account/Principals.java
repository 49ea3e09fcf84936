package ai.radium.account;

import ai.radium.contracts.account.AccountChanged.RateLimitPolicy;
import ai.radium.contracts.audit.ActionTaken;
import ai.radium.kit.identity.ClientAddress;
import ai.radium.kit.identity.Role;
import ai.radium.kit.ids.Ids;
import ai.radium.kit.outbox.Outbox;
import ai.radium.kit.problem.ProblemException;
import ai.radium.kit.telemetry.LogKeys;
import ai.radium.kit.telemetry.StateChanges;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.InstantSource;
import java.util.Optional;
import org.hibernate.reactive.mutiny.Mutiny;
import org.hibernate.reactive.mutiny.Mutiny.Session;
import org.jboss.logging.MDC;
import org.jspecify.annotations.Nullable;

/** Users as principals of an account; the first call of a user who is in none opens one. */
@ApplicationScoped
public class Principals {
    /** A user's own account before those that it was added to, then the oldest. */
    private static final String FIND = "select a, m from MemberRow m join AccountRow a on a.id = m.key.account"
            + " where m.key.sub = :sub and (:account = '' or a.id = :account)"
            + " order by case when a.openedBy = :sub then 0 else 1 end, m.createdAt, a.id";
    /** Waits for a first call of the same user that runs at the same time, and leaves it the account. */
    private static final String OPEN = "insert into account (id, name, opened_by, policy_name, policy_requests,"
            + " policy_window_seconds, policy_scope, policy_concurrent, created_at, version)"
            + " values (?, ?, ?, ?, ?, ?, ?, ?, ?, 1) on conflict (opened_by) do nothing";

    private static final String KNOW = "update member set email = coalesce(?, email), name = coalesce(?, name),"
            + " version = version + 1 where sub = ?"
            + " and (email is distinct from coalesce(?, email) or name is distinct from coalesce(?, name))";

    private final Mutiny.SessionFactory sessions;
    private final Outbox outbox;
    private final InstantSource clock;
    private final StateChanges changes;
    private final ClientAddress address;
    private final RateLimitPolicy newAccountPolicy;

    Principals(
            Mutiny.SessionFactory sessions,
            Outbox outbox,
            InstantSource clock,
            StateChanges changes,
            ClientAddress address,
            RateLimitPolicies policies,
            AccountConfig config) {
        this.sessions = sessions;
        this.outbox = outbox;
        this.clock = clock;
        this.changes = changes;
        this.address = address;
        this.newAccountPolicy = policies.ofNewAccount(config.newAccountPolicy());
    }

    /**
     * The user's membership.
     *
     * @param account one of several; null = its own
     * @throws ProblemException ACCOUNT_NOT_FOUND when the user is not in the account that it names
     */
    public Uni<Membership> membership(User user, @Nullable String account) {
        return sessions.withTransaction(session -> find(session, user, account)
                .chain(found -> found.isPresent() || account != null
                        ? Uni.createFrom().item(found)
                        : open(session, user).chain(() -> find(session, user, null)))
                .map(found -> found.orElseThrow(Principals::unknown))
                .call(() -> know(session, user)));
    }

    private static Uni<Optional<Membership>> find(Session session, User user, @Nullable String account) {
        return session.createQuery(FIND, Object[].class)
                .setParameter("sub", user.sub())
                .setParameter("account", account == null ? "" : account)
                .setMaxResults(1)
                .getResultList()
                .map(found -> found.stream().findFirst().map(Principals::membership));
    }

    private static Membership membership(Object[] found) {
        return new Membership(
                ((AccountRow) found[0]).id(), ((MemberRow) found[1]).role(), ((AccountRow) found[0]).policy());
    }

    private Uni<Void> open(Session session, User user) {
        String id = Ids.next("acct");
        return session.createNativeQuery(OPEN)
                .setParameter(1, id)
                .setParameter(2, user.accountName())
                .setParameter(3, user.sub())
                .setParameter(4, newAccountPolicy.name())
                .setParameter(5, newAccountPolicy.requests())
                .setParameter(6, newAccountPolicy.windowSeconds())
                .setParameter(7, newAccountPolicy.scope().name())
                .setParameter(8, newAccountPolicy.concurrent())
                .setParameter(9, clock.instant())
                .executeUpdate()
                .chain(opened -> opened == 0 ? Uni.createFrom().voidItem() : own(session, user, id));
    }

    private Uni<Void> own(Session session, User user, String account) {
        var key = new MemberRow.Key(account, user.sub());
        return session.persist(new MemberRow(key, Role.OWNER, user.email(), user.name(), clock.instant()))
                .chain(session::flush)
                .chain(() -> session.find(AccountRow.class, account))
                .call(row -> outbox.append(session, row.changed()))
                .chain(row -> outbox.append(session, opened(row, user)))
                .invoke(() -> changes.happened("account", account, "opened"));
    }

    private ActionTaken opened(AccountRow account, User by) {
        return new ActionTaken(
                account.id(),
                clock.instant(),
                by.sub(),
                address.get().orElse(null),
                (String) MDC.get(LogKeys.REQUEST_ID),
                "account.create",
                account.id(),
                "{}");
    }

    private static Uni<Integer> know(Session session, User user) {
        return session.createNativeQuery(KNOW)
                .setParameter(1, user.email())
                .setParameter(2, user.name())
                .setParameter(3, user.sub())
                .setParameter(4, user.email())
                .setParameter(5, user.name())
                .executeUpdate();
    }

    private static ProblemException unknown() {
        return new ProblemException(AccountProblem.ACCOUNT_NOT_FOUND, AccountProblem.ACCOUNT_NOT_FOUND.title());
    }
}
