package ai.radium.kit.outbox;

import java.time.Duration;

/**
 * Rows that are of no use after a time. A service produces one of these for each such table.
 *
 * @param table whose rows are deleted
 * @param time the column that says when a row's time began; there should be an index that begins with it
 * @param kept how long from then on
 */
public record KeptFor(String table, String time, Duration kept) {
    /** @throws IllegalArgumentException when rows would be kept for no time, which is a slip in the configuration */
    public KeptFor {
        if (!kept.isPositive()) {
            throw new IllegalArgumentException("rows of " + table + " must be kept for some time, not " + kept);
        }
    }

    /** Deletes some of the rows that are older than its parameter. */
    String deletion(int most) {
        return "delete from %1$s where ctid in (select ctid from %1$s where %2$s < cast(? as timestamptz) limit %3$d)"
                .formatted(table, time, most);
    }
}
