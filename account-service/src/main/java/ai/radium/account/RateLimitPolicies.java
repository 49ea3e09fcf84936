package ai.radium.account;

import ai.radium.contracts.account.AccountChanged.RateLimitPolicy;
import ai.radium.contracts.account.AccountChanged.Scope;
import ai.radium.kit.problem.CommonProblem;
import ai.radium.kit.problem.ProblemException;
import java.util.Map;
import java.util.OptionalInt;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The table of policies; all have fixed numbers but enterprise, whose numbers come with each account. */
final class RateLimitPolicies {
    private static final String ENTERPRISE = "enterprise";
    /** Longest window, 31 days. */
    static final int MOST_SECONDS = 31 * 24 * 3600;

    static final long MOST_REQUESTS = 1_000_000_000;

    private final TreeMap<String, RateLimitPolicy> byName = new TreeMap<>();

    /** @throws IllegalStateException naming the property that cannot be */
    RateLimitPolicies(Map<String, AccountConfig.Policy> configured) {
        configured.forEach((name, policy) -> byName.put(name, fromConfig(name, policy)));
    }

    private static RateLimitPolicy fromConfig(String name, AccountConfig.Policy policy) {
        OptionalInt concurrent = policy.concurrent();
        try {
            return own(
                    name,
                    policy.requests(),
                    Math.toIntExact(policy.window().toSeconds()),
                    policy.scope(),
                    concurrent.isPresent() ? concurrent.getAsInt() : null);
        } catch (ProblemException e) {
            throw new IllegalStateException("radium.account.policies." + name + ": " + e.detail(), e);
        }
    }

    /** @throws IllegalStateException when no such policy is configured */
    RateLimitPolicy ofNewAccount(String name) {
        RateLimitPolicy policy = byName.get(name);
        if (policy == null) {
            throw new IllegalStateException("radium.account.new-account-policy: there is no policy " + name);
        }
        return policy;
    }

    /** @throws ProblemException naming the field that is missing, wrong or not this policy's to say */
    RateLimitPolicy asked(AssignPolicy wanted) {
        String name = wanted.name() == null ? "" : wanted.name();
        if (name.equals(ENTERPRISE)) {
            return own(
                    ENTERPRISE,
                    required(wanted.requests(), "requests"),
                    required(wanted.windowSeconds(), "windowSeconds"),
                    required(wanted.scope(), "scope"),
                    wanted.concurrent());
        }
        RateLimitPolicy policy = byName.get(name);
        if (policy == null) {
            throw new ProblemException(
                    AccountProblem.UNKNOWN_POLICY,
                    "name must be one of " + String.join(", ", byName.keySet()) + ", " + ENTERPRISE,
                    "name");
        }
        refuseNumbers(wanted);
        return policy;
    }

    private static void refuseNumbers(AssignPolicy wanted) {
        refuse(wanted.requests(), "requests");
        refuse(wanted.windowSeconds(), "windowSeconds");
        refuse(wanted.scope(), "scope");
        refuse(wanted.concurrent(), "concurrent");
    }

    private static RateLimitPolicy own(
            String name, long requests, int windowSeconds, Scope scope, @Nullable Integer concurrent) {
        between(requests, MOST_REQUESTS, "requests");
        between(windowSeconds, MOST_SECONDS, "windowSeconds");
        if (concurrent != null) {
            between(concurrent, Integer.MAX_VALUE, "concurrent");
        }
        return new RateLimitPolicy(name, requests, windowSeconds, scope, concurrent);
    }

    private static void between(long value, long most, String field) {
        if (value < 1 || value > most) {
            throw invalid(field + " must be a whole number from 1 to " + most, field);
        }
    }

    private static <T> T required(@Nullable T value, String field) {
        if (value == null) {
            throw invalid(field + " is required for " + ENTERPRISE, field);
        }
        return value;
    }

    private static void refuse(@Nullable Object value, String field) {
        if (value != null) {
            throw invalid(field + " is an account's own only with " + ENTERPRISE, field);
        }
    }

    private static ProblemException invalid(String detail, String field) {
        return new ProblemException(CommonProblem.INVALID_REQUEST, detail, field);
    }
}
