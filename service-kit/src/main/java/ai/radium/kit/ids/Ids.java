package ai.radium.kit.ids;

import com.github.f4b6a3.ulid.UlidCreator;
import java.util.Locale;

/** Mints identifiers: sortable by time, unguessable enough to list, never a secret. */
public final class Ids {
    private Ids() {}

    /** For example {@code next("dep")} = {@code dep_01k9zq3v5n8w2x4y6z7a8b9c0d}. */
    public static String next(String prefix) {
        return prefix + "_" + UlidCreator.getMonotonicUlid().toString().toLowerCase(Locale.ROOT);
    }

    /** A bare ULID, 26 characters of Crockford's base 32. */
    public static String ulid() {
        return UlidCreator.getMonotonicUlid().toString();
    }
}
