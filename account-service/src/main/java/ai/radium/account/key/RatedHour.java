package ai.radium.account.key;

import ai.radium.contracts.billing.UsageRated.Line;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Rated lines of one key within one hour, added up. */
record RatedHour(
        String keyId,
        Instant hour,
        long requests,
        long errors,
        long inputTokens,
        long outputTokens,
        BigDecimal cost,
        Instant lastUsedAt) {
    /** In one order for all who count, so that they never wait for each other in a circle. */
    static List<RatedHour> of(List<Line> lines) {
        Map<String, RatedHour> hours = new TreeMap<>();
        for (Line line : lines) {
            if (line.keyId() != null) {
                RatedHour one = of(line, line.keyId());
                hours.merge(one.keyId() + one.hour(), one, RatedHour::plus);
            }
        }
        return new ArrayList<>(hours.values());
    }

    private static RatedHour of(Line line, String keyId) {
        return new RatedHour(
                keyId,
                line.time().truncatedTo(ChronoUnit.HOURS),
                1,
                line.hasFailed() ? 1 : 0,
                line.promptTokens(),
                line.completionTokens(),
                new BigDecimal(line.amount()),
                line.time());
    }

    private RatedHour plus(RatedHour other) {
        return new RatedHour(
                keyId,
                hour,
                requests + other.requests,
                errors + other.errors,
                inputTokens + other.inputTokens,
                outputTokens + other.outputTokens,
                cost.add(other.cost),
                lastUsedAt.isAfter(other.lastUsedAt) ? lastUsedAt : other.lastUsedAt);
    }
}
