package ai.radium.account;

import ai.radium.kit.identity.Caller;
import ai.radium.kit.identity.Role;
import ai.radium.kit.problem.CommonProblem;
import ai.radium.kit.problem.ProblemException;

/** Which roles may do what; roles are declared from the weakest to the strongest. */
public final class Access {
    private Access() {}

    /** @throws ProblemException FORBIDDEN when the caller's role is weaker */
    public static Caller require(Caller caller, Role least) {
        require(caller.role(), least);
        return caller;
    }

    /** @throws ProblemException FORBIDDEN when the role is weaker */
    public static void require(Role role, Role least) {
        if (!covers(role, least)) {
            throw new ProblemException(
                    CommonProblem.FORBIDDEN, "This needs the role " + least.word() + "; yours is " + role.word());
        }
    }

    public static Role weaker(Role one, Role other) {
        return one.compareTo(other) <= 0 ? one : other;
    }

    /** Whether who has this role may give the other away. */
    public static boolean covers(Role role, Role other) {
        return role != Role.GATEWAY && role.compareTo(other) >= 0;
    }
}
