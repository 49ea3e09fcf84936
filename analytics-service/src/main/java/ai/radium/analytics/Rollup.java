package ai.radium.analytics;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;

/** The rollups of a window, to be folded this way and that. */
record Rollup(List<RollupRow> rows) {
    Tally total() {
        Tally total = new Tally();
        rows.forEach(row -> total.merge(Tally.of(row)));
        return total;
    }

    <K> Map<K, Tally> by(Function<RollupKey, K> group) {
        Map<K, Tally> tallies = new HashMap<>();
        for (RollupRow row : rows) {
            tallies.computeIfAbsent(group.apply(row.key()), key -> new Tally()).merge(Tally.of(row));
        }
        return tallies;
    }

    /** Groups, the largest first; of two of a size the one whose name comes first. */
    Stream<Map.Entry<String, Tally>> largest(GroupBy by, Metric metric) {
        return by(by::groupOf).entrySet().stream()
                .sorted(Map.Entry.<String, Tally>comparingByValue(metric.largestFirst())
                        .thenComparing(Map.Entry.comparingByKey()));
    }
}
