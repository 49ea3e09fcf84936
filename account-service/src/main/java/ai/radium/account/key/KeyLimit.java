package ai.radium.account.key;

import ai.radium.kit.problem.Between;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A key's own limit beside that of its account; the tighter one counts.
 *
 * @param requests per window
 * @param windowSeconds length of the fixed window
 * @param tokensPerMinute not offered yet: refused
 * @param concurrent requests open at the same time
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record KeyLimit(
        @Between(least = 1, most = KeyLimit.MOST_REQUESTS) @Nullable
        Long requests,

        @Between(least = 1, most = KeyLimit.MOST_SECONDS) @Nullable
        Integer windowSeconds,

        @Nullable Integer tokensPerMinute,

        @Between(least = 1, most = Integer.MAX_VALUE) @Nullable
        Integer concurrent) {
    private static final long MOST_REQUESTS = 1_000_000_000;
    /** 31 days. */
    private static final long MOST_SECONDS = 31L * 24 * 3600;

    /** Of a checked limit. */
    CountedLimit countedAs(String name) {
        return new CountedLimit(
                name, Objects.requireNonNull(requests), Objects.requireNonNull(windowSeconds), concurrent);
    }

    void check() {
        KeySettings.refuseNotYet(tokensPerMinute, "rateLimit.tokensPerMinute");
        between(requests, MOST_REQUESTS, "rateLimit.requests");
        between(windowSeconds, MOST_SECONDS, "rateLimit.windowSeconds");
        if (concurrent != null) {
            between(concurrent, Integer.MAX_VALUE, "rateLimit.concurrent");
        }
    }

    private static void between(@Nullable Number value, long most, String field) {
        if (value == null) {
            throw KeySettings.invalid(field + " is required", field);
        }
        if (value.longValue() < 1 || value.longValue() > most) {
            throw KeySettings.invalid(field + " must be a whole number from 1 to " + most, field);
        }
    }
}
