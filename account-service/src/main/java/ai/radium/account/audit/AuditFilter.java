package ai.radium.account.audit;

import ai.radium.kit.problem.CommonProblem;
import ai.radium.kit.problem.ProblemException;
import ai.radium.kit.problem.Require;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Which rows of an account's log are asked for; null = all.
 *
 * @param from inclusive
 * @param to exclusive
 */
record AuditFilter(
        @Nullable Instant from,
        @Nullable Instant to,
        @Nullable String actor,
        @Nullable String action) {
    private static final String ALL = "all";
    private static final Pattern ACTION = Pattern.compile("[a-z][a-z_]*\\.[a-z][a-z_]*");

    /** @throws ProblemException INVALID_REQUEST naming the parameter that is no time or no action, or to when not after from */
    static AuditFilter of(@Nullable String from, @Nullable String to, @Nullable String actor, @Nullable String action) {
        var filter = new AuditFilter(time(from, "from"), time(to, "to"), named(actor), named(action));
        if (filter.from != null && filter.to != null && !filter.from.isBefore(filter.to)) {
            throw refusal("to must be after from", "to");
        }
        if (filter.action != null && !ACTION.matcher(filter.action).matches()) {
            throw refusal("action must be a kind and what was done to it, such as api_key.create, or all", "action");
        }
        return filter;
    }

    /** As replies show them. */
    Map<String, String> shown() {
        return Map.of("actor", actor == null ? ALL : actor, "action", action == null ? ALL : action);
    }

    /** SQL conditions and their parameters, the account's first: no query goes out without it. */
    Map<String, Object> conditions(String account) {
        Map<String, Object> conditions = new LinkedHashMap<>();
        conditions.put("account = ?", account);
        put(conditions, "time >= ?", from);
        put(conditions, "time < ?", to);
        put(conditions, "actor = ?", actor);
        put(conditions, "action = ?", action);
        return conditions;
    }

    private static void put(Map<String, Object> conditions, String condition, @Nullable Object value) {
        if (value != null) {
            conditions.put(condition, value);
        }
    }

    private static @Nullable Instant time(@Nullable String value, String name) {
        return value == null ? null : Require.time(value, name);
    }

    private static @Nullable String named(@Nullable String value) {
        return value == null || value.isBlank() || value.equals(ALL) ? null : value;
    }

    private static ProblemException refusal(String detail, String param) {
        return new ProblemException(CommonProblem.INVALID_REQUEST, detail, param);
    }
}
