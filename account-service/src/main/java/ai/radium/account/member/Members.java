package ai.radium.account.member;

import ai.radium.account.Access;
import ai.radium.account.AccountProblem;
import ai.radium.account.AccountRow;
import ai.radium.account.Accounts;
import ai.radium.account.MemberRow;
import ai.radium.account.MemberView;
import ai.radium.account.User;
import ai.radium.account.key.Grantor;
import ai.radium.account.key.Grantors;
import ai.radium.account.key.KeysOfMember;
import ai.radium.kit.identity.Caller;
import ai.radium.kit.identity.Role;
import ai.radium.kit.problem.ProblemException;
import ai.radium.kit.telemetry.StateChanges;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.InstantSource;
import java.util.List;
import java.util.function.BiFunction;
import org.hibernate.reactive.mutiny.Mutiny;
import org.hibernate.reactive.mutiny.Mutiny.Session;

/** What administrators do with members. A change, what it does to keys, and their events are one transaction. */
@ApplicationScoped
class Members {
    private static final String KIND = "member";

    private final Mutiny.SessionFactory sessions;
    private final Accounts accounts;
    private final Grantors grantors;
    private final KeysOfMember keys;
    private final InstantSource clock;
    private final StateChanges changes;

    Members(
            Mutiny.SessionFactory sessions,
            Accounts accounts,
            Grantors grantors,
            KeysOfMember keys,
            InstantSource clock,
            StateChanges changes) {
        this.sessions = sessions;
        this.accounts = accounts;
        this.grantors = grantors;
        this.keys = keys;
        this.clock = clock;
        this.changes = changes;
    }

    Uni<List<MemberView>> list(String account) {
        return sessions.withSession(session -> Accounts.memberRows(session, account))
                .map(rows -> rows.stream().map(MemberRow::toView).toList());
    }

    /** @throws ProblemException MEMBER_EXISTS when the user is in the account already */
    Uni<MemberView> add(Caller caller, User user, Role role) {
        return changed(caller, (session, change) -> {
                    change.by().requireMayAppoint(role);
                    if (change.members().stream().anyMatch(row -> row.sub().equals(user.sub()))) {
                        throw new ProblemException(AccountProblem.MEMBER_EXISTS, "The user is a member already", "sub");
                    }
                    change.account().membersChanged();
                    var key = new MemberRow.Key(caller.account(), user.sub());
                    MemberRow row = new MemberRow(key, role, user.email(), user.name(), clock.instant());
                    return session.persist(row).replaceWith(row::toView);
                })
                .invoke(view -> changes.happened(KIND, view.sub(), "added"));
    }

    /** @throws ProblemException LAST_OWNER when nobody would own the account any more */
    Uni<MemberView> changeRole(Caller caller, String sub, Role role) {
        return changed(caller, (session, change) -> {
                    MemberRow member = change.member(sub);
                    if (role.compareTo(member.role()) > 0) {
                        change.by().requireMayAppoint(role);
                    }
                    if (role != Role.OWNER) {
                        change.refuseWithout(member);
                    }
                    member.take(role);
                    change.account().membersChanged();
                    return keys.tellAgain(session, caller.account(), sub).replaceWith(member::toView);
                })
                .invoke(view -> changes.happened(KIND, sub, "changed"));
    }

    /** @throws ProblemException LAST_OWNER when nobody would own the account any more */
    Uni<MemberView> remove(Caller caller, String sub) {
        return changed(caller, (session, change) -> {
                    MemberRow member = change.member(sub);
                    change.refuseWithout(member);
                    change.account().leftBy(sub);
                    MemberView left = member.toView();
                    return keys.revoke(session, caller.account(), sub)
                            .chain(() -> session.remove(member))
                            .replaceWith(left);
                })
                .invoke(view -> changes.happened(KIND, sub, "removed"));
    }

    /** The change runs while nobody else changes the account's members. */
    private Uni<MemberView> changed(Caller caller, BiFunction<Session, Change, Uni<MemberView>> change) {
        return sessions.withTransaction(session -> accounts.locked(session, caller.account())
                .chain(account -> grantors.of(session, caller)
                        .invoke(by -> Access.require(by.role(), Role.ADMIN))
                        .chain(by -> Accounts.memberRows(session, caller.account())
                                .map(rows -> new Change(account, by, rows))))
                .chain(found -> change.apply(session, found).call(() -> accounts.save(session, found.account()))));
    }

    /** What a change starts from. */
    private record Change(AccountRow account, Grantor by, List<MemberRow> members) {
        /** @throws ProblemException MEMBER_NOT_FOUND, or FORBIDDEN when the member's role is above the caller's */
        MemberRow member(String sub) {
            MemberRow member = members.stream()
                    .filter(row -> row.sub().equals(sub))
                    .findFirst()
                    .orElseThrow(
                            () -> new ProblemException(AccountProblem.MEMBER_NOT_FOUND, "Member not found", "sub"));
            Access.require(by.role(), member.role());
            return member;
        }

        void refuseWithout(MemberRow member) {
            boolean isOwnedByAnother =
                    members.stream().anyMatch(other -> !other.sub().equals(member.sub()) && other.role() == Role.OWNER);
            if (member.role() == Role.OWNER && !isOwnedByAnother) {
                throw new ProblemException(AccountProblem.LAST_OWNER, "Make another member owner first", "role");
            }
        }
    }
}
