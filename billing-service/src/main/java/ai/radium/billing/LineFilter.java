package ai.radium.billing;

import ai.radium.kit.problem.CommonProblem;
import ai.radium.kit.problem.ProblemException;
import ai.radium.kit.problem.Require;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which lines are asked for; null = all.
 *
 * @param from inclusive
 * @param to exclusive
 */
record LineFilter(
        @Nullable String type,
        @Nullable String deploymentId,
        @Nullable String model,
        @Nullable String keyId,
        @Nullable String jobId,
        @Nullable Instant from,
        @Nullable Instant to) {
    /** @throws ProblemException INVALID_REQUEST naming type, from or to when it is none, or to is not after from */
    static LineFilter of(
            @Nullable String type,
            @Nullable String deploymentId,
            @Nullable String model,
            @Nullable String keyId,
            @Nullable String jobId,
            @Nullable String from,
            @Nullable String to) {
        LineFilter filter = new LineFilter(
                type(type),
                named(deploymentId),
                named(model),
                named(keyId),
                named(jobId),
                instant("from", from),
                instant("to", to));
        if (filter.from != null && filter.to != null && !filter.from.isBefore(filter.to)) {
            throw new ProblemException(CommonProblem.INVALID_REQUEST, "to must be after from", "to");
        }
        return filter;
    }

    /** HQL conditions and their parameters, the account's first: no query goes out without it. */
    Map<String, Object> conditions(String account) {
        Map<String, Object> conditions = new LinkedHashMap<>();
        conditions.put("l.account = :account", account);
        put(conditions, "l.type = :type", type == null ? null : LineType.of(type));
        put(conditions, "l.deploymentId = :deploymentId", deploymentId);
        put(conditions, "l.model = :model", model);
        put(conditions, "l.keyId = :keyId", keyId);
        put(conditions, "l.jobId = :jobId", jobId);
        put(conditions, "l.time >= :from", from);
        put(conditions, "l.time < :to", to);
        return conditions;
    }

    private static @Nullable String type(@Nullable String value) {
        String word = named(value);
        return word == null ? null : LineType.of(word).word();
    }

    private static void put(Map<String, Object> conditions, String condition, @Nullable Object value) {
        if (value != null) {
            conditions.put(condition, value);
        }
    }

    private static @Nullable String named(@Nullable String value) {
        return value == null || value.isBlank() || value.equals("all") ? null : value;
    }

    private static @Nullable Instant instant(String name, @Nullable String value) {
        return value == null ? null : Require.time(value, name);
    }
}
