package ai.radium.account.key;

import java.util.Locale;

/** What customers are told that a key is; only an active one works. */
enum KeyState {
    ACTIVE,
    EXPIRED,
    REVOKED;

    /** As on the wire. */
    String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
