package ai.radium.account.key;

import ai.radium.kit.identity.Role;
import ai.radium.kit.money.Money;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A key as customers see it.
 *
 * @param keyFull the key itself; in the reply that made it only
 * @param totalUsage requests ever
 * @param totalCost decimal USD, exact
 * @param usageFormatted the number alone, with thousands separators
 */
record KeyView(
        String id,
        String name,
        String keyPrefix,
        String keyMasked,
        String status,
        Role role,
        List<String> scopes,
        List<String> allowedModels,
        List<String> ipAllowList,
        @Nullable KeyLimit rateLimit,
        @Nullable String spendingLimit,
        @Nullable Instant expiresAt,
        Instant createdAt,
        @Nullable Instant lastUsedAt,
        long totalUsage,
        String totalCost,
        String createdFormatted,
        String lastUsedFormatted,
        String usageFormatted,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String keyFull,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable KeyAnalytics analytics) {
    private static final DateTimeFormatter DAY =
            DateTimeFormatter.ofPattern("MMM d, yyyy", Locale.ENGLISH).withZone(ZoneOffset.UTC);

    /** @param used null = never */
    static KeyView of(KeyRow row, @Nullable UsageTotal used, Instant now) {
        KeySettings settings = row.settings();
        long requests = used == null ? 0 : used.requests();
        return new KeyView(
                row.id(),
                row.name(),
                row.prefix(),
                row.masked(),
                row.stateAt(now).word(),
                row.role(),
                settings.scopeList(),
                settings.modelList(),
                settings.addressList(),
                settings.rateLimit(),
                null,
                row.end(),
                row.createdAt(),
                used == null ? null : used.lastUsedAt(),
                requests,
                Money.usd(used == null ? BigDecimal.ZERO : used.cost()).exact(),
                DAY.format(row.createdAt()),
                used == null ? "Never" : DAY.format(used.lastUsedAt()),
                String.format(Locale.ENGLISH, "%,d", requests),
                null,
                null);
    }

    KeyView withFullKey(KeyText text) {
        return with(text.reveal(), null);
    }

    KeyView withAnalytics(KeyAnalytics recent) {
        return with(null, recent);
    }

    private KeyView with(@Nullable String full, @Nullable KeyAnalytics recent) {
        return new KeyView(
                id,
                name,
                keyPrefix,
                keyMasked,
                status,
                role,
                scopes,
                allowedModels,
                ipAllowList,
                rateLimit,
                spendingLimit,
                expiresAt,
                createdAt,
                lastUsedAt,
                totalUsage,
                totalCost,
                createdFormatted,
                lastUsedFormatted,
                usageFormatted,
                full,
                recent);
    }

    @Override
    public String toString() {
        return "KeyView[" + id + "]";
    }
}
