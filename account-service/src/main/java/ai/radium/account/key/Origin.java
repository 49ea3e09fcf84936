package ai.radium.account.key;

import ai.radium.kit.identity.Role;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where a key comes from.
 *
 * @param madeBy the user who answers for it; null when not known
 * @param makerRole that user's role at present
 * @param lineage the first of the keys that were rotated into this one; null for a first one
 * @param inherited limits that count beside its own
 */
record Origin(
        String account,
        Role role,
        @Nullable String madeBy,
        @Nullable Role makerRole,
        @Nullable String lineage,
        List<CountedLimit> inherited) {
    static Origin made(String account, Grantor by) {
        return new Origin(account, by.keyRole(), by.madeBy(), by.makerRole(), null, by.limitsFor("", List.of()));
    }

    static Origin rotated(KeyRow from, Grantor by) {
        return new Origin(
                from.account(),
                from.role(),
                by.madeBy(),
                by.makerRole(),
                from.lineage(),
                by.limitsFor(from.lineage(), from.inheritedLimits()));
    }
}
