package ai.radium.analytics;

import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;

/** The rollups of a window, to be folded this way and that; each way once. Not for more than one thread. */
final class Rollup {
    private final List<RollupRow> rows;
    private final Map<GroupBy, Map<String, Tally>> folded = new EnumMap<>(GroupBy.class);

    Rollup(List<RollupRow> rows) {
        this.rows = List.copyOf(rows);
    }

    Tally total() {
        Tally total = new Tally();
        by(GroupBy.MODEL).values().forEach(total::merge);
        return total;
    }

    <K> Map<K, Tally> by(Function<RollupKey, K> group) {
        Map<K, Tally> tallies = new HashMap<>();
        for (RollupRow row : rows) {
            tallies.computeIfAbsent(group.apply(row.key()), key -> new Tally()).add(row);
        }
        return tallies;
    }

    private Map<String, Tally> by(GroupBy group) {
        return folded.computeIfAbsent(group, each -> by(each::groupOf));
    }

    /** Groups, the largest first; of two of a size the one whose name comes first. */
    Stream<Map.Entry<String, Tally>> largest(GroupBy by, Metric metric) {
        return by(by).entrySet().stream()
                .sorted(Map.Entry.<String, Tally>comparingByValue(metric.largestFirst())
                        .thenComparing(Map.Entry.comparingByKey()));
    }
}
