package ai.radium.kit.problem;

import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;

/** How replies show times: ISO 8601 in UTC with three digits of a second, {@code 2026-01-31T12:00:00.000Z}. */
public final class Times {
    private static final DateTimeFormatter MILLISECONDS =
            new DateTimeFormatterBuilder().appendInstant(3).toFormatter();

    private Times() {}

    /** More digits are cut off, not rounded: a time never reads later than it is. */
    public static String text(Instant time) {
        return MILLISECONDS.format(time);
    }
}
