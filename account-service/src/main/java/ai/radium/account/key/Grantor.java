package ai.radium.account.key;

import ai.radium.account.Access;
import ai.radium.kit.identity.Role;
import ai.radium.kit.problem.CommonProblem;
import ai.radium.kit.problem.ProblemException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Who makes, changes or rotates keys, or members, as the database knows them at this moment.
 *
 * @param role the most that they may give
 * @param madeBy the user, or the one who made the key that calls; null when that is not known
 * @param makerRole that user's role in the account; null when that is not known
 * @param limits that count for what they make too, beside limits of its own
 */
public record Grantor(
        Role role, @Nullable String madeBy, @Nullable Role makerRole, Reach reach, List<CountedLimit> limits) {
    /** Each is one more counter per request of such a key. */
    private static final int MOST_LIMITS = 8;

    public Grantor {
        limits = List.copyOf(limits);
    }

    /** The role of a key that they make: administrators' keys are the strongest there are. */
    Role keyRole() {
        return Access.weaker(role, Role.ADMIN);
    }

    /**
     * @param keyRole of the key that would be theirs to use, or to change
     * @throws ProblemException FORBIDDEN naming the setting in which it may do more than they may themselves
     */
    void requireGrant(Role keyRole, Reach key) {
        Access.require(role, keyRole);
        reach.requireCovers(key);
    }

    /**
     * Members revoke every key of their account.
     *
     * @throws ProblemException FORBIDDEN for a confined key that would revoke a freer one
     */
    void requireMayTakeAway(Reach key) {
        reach.requireCovers(key);
    }

    /** @throws ProblemException FORBIDDEN for a key that is confined: no member is confined as it is */
    public void requireMayAppoint(Role memberRole) {
        Access.require(role, memberRole);
        if (!reach.isEverything()) {
            throw new ProblemException(
                    CommonProblem.FORBIDDEN, "A key that is confined in any way appoints nobody, as members are not");
        }
    }

    /** The limits that count for a key of theirs. */
    List<CountedLimit> limitsFor(String lineage, List<CountedLimit> before) {
        List<CountedLimit> all = new ArrayList<>(before);
        for (CountedLimit limit : limits) {
            if (!limit.countedAs().equals(lineage)
                    && all.stream().noneMatch(known -> known.countedAs().equals(limit.countedAs()))) {
                all.add(limit);
            }
        }
        if (all.size() > MOST_LIMITS) {
            throw new ProblemException(
                    CommonProblem.FORBIDDEN,
                    "The limits of more than " + MOST_LIMITS + " keys would count for this one",
                    "rateLimit");
        }
        return all;
    }
}
