package ai.radium.analytics;

import ai.radium.kit.problem.CommonProblem;
import ai.radium.kit.problem.ProblemException;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What a report is sorted by. */
enum Metric {
    REQUESTS,
    TOKENS,
    LATENCY,
    COST;

    @JsonValue
    String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    Comparator<Tally> largestFirst() {
        return switch (this) {
            case REQUESTS -> Comparator.comparingLong(Tally::requests).reversed();
            case TOKENS -> Comparator.comparingLong(Tally::tokens).reversed();
            case LATENCY ->
                Comparator.comparingDouble((Tally tally) -> tally.latency().quantile(0.95))
                        .reversed();
            case COST -> Comparator.comparing(Tally::cost).reversed();
        };
    }

    /** @throws ProblemException INVALID_REQUEST naming metric for any other word */
    static Metric of(@Nullable String word, Metric otherwise) {
        return word == null
                ? otherwise
                : Arrays.stream(values())
                        .filter(metric -> metric.word().equals(word))
                        .findFirst()
                        .orElseThrow(() -> new ProblemException(
                                CommonProblem.INVALID_REQUEST,
                                "metric must be requests, tokens, latency or cost",
                                "metric"));
    }
}
