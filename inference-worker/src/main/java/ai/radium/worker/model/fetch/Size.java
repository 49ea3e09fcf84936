package ai.radium.worker.model.fetch;

import java.util.Locale;

/** Bytes for people, always in MiB so that they compare. */
public final class Size {
    private Size() {}

    /** {@code 98.4 MiB}. */
    public static String of(long bytes) {
        return digits(bytes) + " MiB";
    }

    static String digits(long bytes) {
        return String.format(Locale.ROOT, "%.1f", bytes / 1048576.0);
    }
}
