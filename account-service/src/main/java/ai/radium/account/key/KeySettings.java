package ai.radium.account.key;

import ai.radium.account.AccountProblem;
import ai.radium.kit.identity.AddressBlock;
import ai.radium.kit.problem.ProblemException;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a customer says of a key.
 *
 * @param scopes what it is confined to; empty = all that its role may
 * @param allowedModels names of models; empty = all
 * @param ipAllowList addresses or CIDR blocks; empty = anywhere
 * @param spendingLimit not offered yet: refused
 * @param expiresAt null = never
 */
record KeySettings(
        @Nullable String name,
        @Nullable List<String> scopes,
        @Nullable List<String> allowedModels,
        @Nullable List<String> ipAllowList,
        @Nullable KeyLimit rateLimit,
        @Nullable NotOffered spendingLimit,
        @Nullable Instant expiresAt) {
    static final Instant LATEST_EXPIRY = Instant.parse("2100-12-31T23:59:59Z");
    static final String ALL = "*";
    private static final Set<String> SCOPES = Set.of("inference", "read", "write", "admin", ALL);
    private static final int LONGEST_NAME = 200;
    private static final int MOST_ENTRIES = 100;
    private static final int LONGEST_ENTRY = 200;

    /** @throws ProblemException naming the first field at fault */
    void check() {
        if (name == null || name.isBlank()) {
            throw invalid("name is required", "name");
        }
        if (name.length() > LONGEST_NAME) {
            throw invalid("name may have at most " + LONGEST_NAME + " characters", "name");
        }
        for (String scope : entries(scopes, "scopes")) {
            if (!SCOPES.contains(scope)) {
                throw invalid("scopes may hold inference, read, write, admin and *", "scopes");
            }
        }
        entries(allowedModels, "allowedModels");
        addressList();
        if (rateLimit != null) {
            rateLimit.check();
        }
        refuseNotYet(spendingLimit, "spendingLimit");
        if (expiresAt != null && expiresAt.isAfter(LATEST_EXPIRY)) {
            throw invalid("expiresAt may be at most " + LATEST_EXPIRY, "expiresAt");
        }
    }

    /** @throws ProblemException naming expiresAt when it is over already */
    void checkExpiry(Instant now) {
        if (expiresAt != null && !expiresAt.isAfter(now)) {
            throw invalid("expiresAt must be in the future", "expiresAt");
        }
    }

    List<String> scopeList() {
        return entries(scopes, "scopes").stream().distinct().toList();
    }

    List<String> modelList() {
        return entries(allowedModels, "allowedModels");
    }

    List<String> addressList() {
        return entries(ipAllowList, "ipAllowList").stream()
                .map(KeySettings::address)
                .toList();
    }

    private static String address(String entry) {
        try {
            return AddressBlock.of(entry).toString();
        } catch (IllegalArgumentException e) {
            throw invalid("'" + entry + "' is no address and no block of addresses such as 10.0.0.0/8", "ipAllowList");
        }
    }

    private static List<String> entries(@Nullable List<String> list, String field) {
        List<String> entries = list == null ? List.of() : list;
        if (entries.size() > MOST_ENTRIES) {
            throw invalid(field + " may have at most " + MOST_ENTRIES + " entries", field);
        }
        if (entries.stream().anyMatch(KeySettings::isNoEntry)) {
            throw invalid(field + " may hold words of at most " + LONGEST_ENTRY + " characters only", field);
        }
        return entries;
    }

    private static boolean isNoEntry(@Nullable String entry) {
        return entry == null
                || entry.isBlank()
                || entry.length() > LONGEST_ENTRY
                || entry.chars().anyMatch(Character::isISOControl);
    }

    static void refuseNotYet(@Nullable Object value, String field) {
        if (value != null) {
            throw new ProblemException(AccountProblem.NOT_AVAILABLE_YET, field + " is not offered yet", field);
        }
    }

    static ProblemException invalid(String detail, String field) {
        return new ProblemException(AccountProblem.INVALID_KEY_SETTINGS, detail, field);
    }
}
