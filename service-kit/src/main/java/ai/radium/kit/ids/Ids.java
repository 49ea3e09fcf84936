package ai.radium.kit.ids;

import com.github.f4b6a3.ulid.Ulid;
import com.github.f4b6a3.ulid.UlidCreator;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/** Mints identifiers: sortable by time, unguessable enough to list, never a secret. */
public final class Ids {
    private Ids() {}

    /** For example {@code next("dep")} = {@code dep_01k9zq3v5n8w2x4y6z7a8b9c0d}. */
    public static String next(String prefix) {
        return prefix + "_" + UlidCreator.getMonotonicUlid().toString().toLowerCase(Locale.ROOT);
    }

    /** When {@link #next} would have minted the identifier; empty when it could not have. */
    public static Optional<Instant> mintedAt(String prefix, String id) {
        String ulid = id.startsWith(prefix + "_") ? id.substring(prefix.length() + 1) : "";
        return Ulid.isValid(ulid) ? Optional.of(Ulid.getInstant(ulid)) : Optional.empty();
    }

    /** A bare ULID, 26 characters of Crockford's base 32. */
    public static String ulid() {
        return UlidCreator.getMonotonicUlid().toString();
    }
}
