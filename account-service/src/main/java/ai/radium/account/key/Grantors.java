package ai.radium.account.key;

import ai.radium.account.Access;
import ai.radium.account.MemberRow;
import ai.radium.kit.identity.Caller;
import ai.radium.kit.identity.Role;
import ai.radium.kit.problem.CommonProblem;
import ai.radium.kit.problem.ProblemException;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.InstantSource;
import java.util.List;
import org.hibernate.LockMode;
import org.hibernate.reactive.mutiny.Mutiny.Session;
import org.jspecify.annotations.Nullable;

/** Finds out what a caller has, and so may give, from the rows of the key or the member; the gateway may know less. */
@ApplicationScoped
public class Grantors {
    private static final String KEY_ID_START = "key_";

    private final DemoKeys demoKeys;
    private final InstantSource clock;

    Grantors(DemoKeys demoKeys, InstantSource clock) {
        this.demoKeys = demoKeys;
        this.clock = clock;
    }

    /** @throws ProblemException FORBIDDEN when the key has ended meanwhile, or the user is no member any more */
    public Uni<Grantor> of(Session session, Caller caller) {
        if (demoKeys.isDemo(caller.actor())) {
            return member(session, caller, demoKeys.user());
        }
        return caller.actor().startsWith(KEY_ID_START)
                ? session.find(KeyRow.class, caller.actor()).map(row -> key(row, caller))
                : member(session, caller, caller.actor());
    }

    private Grantor key(@Nullable KeyRow row, Caller caller) {
        if (row == null || !row.account().equals(caller.account()) || row.stateAt(clock.instant()) != KeyState.ACTIVE) {
            throw refused("The key that calls was revoked or has expired");
        }
        return new Grantor(
                Access.weaker(caller.role(), row.role()),
                row.madeBy(),
                row.makerRole(),
                Reach.of(row.settings(), row.end()),
                row.countedLimits());
    }

    /** Holds the member's row, so that nobody leaves while a key of theirs is made. */
    private Uni<Grantor> member(Session session, Caller caller, String sub) {
        return session.find(MemberRow.class, new MemberRow.Key(caller.account(), sub), LockMode.PESSIMISTIC_READ)
                .map(row -> member(row, caller, sub));
    }

    private static Grantor member(@Nullable MemberRow row, Caller caller, String sub) {
        if (row == null) {
            throw refused("The user is no member of the account any more");
        }
        Role role = caller.role() == Role.PLATFORM_ADMIN ? caller.role() : Access.weaker(caller.role(), row.role());
        return new Grantor(role, sub, row.role(), Reach.ofScopes(caller.scopes()), List.of());
    }

    private static ProblemException refused(String why) {
        return new ProblemException(CommonProblem.FORBIDDEN, why);
    }
}
