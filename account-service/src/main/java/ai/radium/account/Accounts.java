package ai.radium.account;

import ai.radium.contracts.account.AccountChanged.RateLimitPolicy;
import ai.radium.kit.identity.Caller;
import ai.radium.kit.identity.Role;
import ai.radium.kit.outbox.Outbox;
import ai.radium.kit.problem.ProblemException;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.InstantSource;
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
    private final InstantSource clock;

    Accounts(Mutiny.SessionFactory sessions, Outbox outbox, InstantSource clock) {
        this.sessions = sessions;
        this.outbox = outbox;
        this.clock = clock;
    }

    /** The policy in force. */
    public Uni<RateLimitPolicy> policy(Session session, String account) {
        return session.find(AccountRow.class, account).map(row -> existing(row).policy());
    }

    Uni<AccountView> get(Caller caller) {
        return sessions.withSession(session -> view(session, caller, caller.account()));
    }

    Uni<List<MemberView>> members(String account) {
        return sessions.withSession(session -> memberRows(session, account))
                .map(rows -> rows.stream().map(MemberRow::toView).toList());
    }

    Uni<AccountView> rename(Caller caller, String name) {
        return change(caller, caller.account(), row -> row.rename(name));
    }

    Uni<AccountView> putOn(Caller caller, String account, RateLimitPolicy policy) {
        return change(caller, account, row -> row.put(policy));
    }

    /** @throws ProblemException MEMBER_EXISTS when the user is in the account already */
    Uni<MemberView> add(Caller caller, User user, Role role) {
        return sessions.withTransaction(session -> locked(session, caller.account())
                .chain(ignored -> session.find(MemberRow.class, new MemberRow.Key(caller.account(), user.sub())))
                .invoke(Accounts::refuseExisting)
                .chain(ignored -> insert(session, caller.account(), user, role)));
    }

    /** @throws ProblemException LAST_OWNER when nobody would own the account any more */
    Uni<MemberView> changeRole(Caller caller, String sub, Role role) {
        return sessions.withTransaction(session -> locked(session, caller.account())
                .chain(ignored -> memberRows(session, caller.account()))
                .chain(members -> {
                    MemberRow member = members.stream()
                            .filter(row -> row.sub().equals(sub))
                            .findFirst()
                            .orElseThrow(() ->
                                    new ProblemException(AccountProblem.MEMBER_NOT_FOUND, "Member not found", "sub"));
                    Access.require(caller, member.role());
                    refuseWithoutOwner(members, member, role);
                    member.take(role);
                    return session.flush().replaceWith(member::toView);
                }));
    }

    private Uni<AccountView> change(Caller caller, String account, Consumer<AccountRow> change) {
        return sessions.withTransaction(session -> locked(session, account)
                .invoke(change)
                .call(session::flush)
                .chain(row -> outbox.append(session, row.changed()))
                .chain(() -> view(session, caller, account)));
    }

    private Uni<MemberView> insert(Session session, String account, User user, Role role) {
        var key = new MemberRow.Key(account, user.sub());
        MemberRow row = new MemberRow(key, role, user.email(), user.name(), clock.instant());
        return session.persist(row).replaceWith(row::toView);
    }

    private static Uni<AccountView> view(Session session, Caller caller, String account) {
        return session.find(AccountRow.class, account)
                .map(Accounts::existing)
                .chain(row -> memberRows(session, account).map(members -> AccountView.of(row, members, caller.role())));
    }

    private static Uni<AccountRow> locked(Session session, String account) {
        return session.find(AccountRow.class, account, LockMode.PESSIMISTIC_WRITE)
                .map(Accounts::existing);
    }

    private static Uni<List<MemberRow>> memberRows(Session session, String account) {
        return session.createQuery(
                        "from MemberRow m where m.key.account = :account order by m.createdAt, m.key.sub",
                        MemberRow.class)
                .setParameter("account", account)
                .getResultList();
    }

    private static AccountRow existing(@Nullable AccountRow row) {
        if (row == null) {
            throw new ProblemException(AccountProblem.ACCOUNT_NOT_FOUND, "Account not found", "id");
        }
        return row;
    }

    private static void refuseExisting(@Nullable MemberRow row) {
        if (row != null) {
            throw new ProblemException(AccountProblem.MEMBER_EXISTS, "The user is a member already", "sub");
        }
    }

    private static void refuseWithoutOwner(List<MemberRow> members, MemberRow member, Role role) {
        boolean isOwnedByAnother =
                members.stream().anyMatch(other -> !other.sub().equals(member.sub()) && other.role() == Role.OWNER);
        if (member.role() == Role.OWNER && role != Role.OWNER && !isOwnedByAnother) {
            throw new ProblemException(AccountProblem.LAST_OWNER, "Make another member owner first", "role");
        }
    }
}
