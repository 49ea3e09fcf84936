package ai.radium.finetune.dataset;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Numbers and times as text for people, beside the exact ones. */
final class Formatted {
    private static final DateTimeFormatter DAY =
            DateTimeFormatter.ofPattern("MMM d, yyyy", Locale.US).withZone(ZoneOffset.UTC);

    private static final String[] UNITS = {"kB", "MB", "GB", "TB"};
    private static final int STEP = 1_000;

    private Formatted() {}

    static String day(Instant time) {
        return DAY.format(time);
    }

    static String count(long number) {
        return String.format(Locale.US, "%,d", number);
    }

    /** In decimal units: {@code 1.0 GB} is 10⁹ bytes. */
    static String bytes(long bytes) {
        if (bytes < STEP) {
            return bytes + " B";
        }
        double value = bytes;
        int unit = -1;
        while (value >= STEP && unit < UNITS.length - 1) {
            value /= STEP;
            unit++;
        }
        return String.format(Locale.US, "%.1f %s", value, UNITS[unit]);
    }
}
