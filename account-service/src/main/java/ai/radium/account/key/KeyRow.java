package ai.radium.account.key;

import ai.radium.contracts.key.KeyChanged;
import ai.radium.contracts.key.KeyChanged.Status;
import ai.radium.kit.identity.Role;
import jakarta.persistence.Convert;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A key as stored: never the key itself. */
@Entity
@Table(name = "api_key")
class KeyRow {
    @Id
    private String id;

    private String account;
    private String name;
    private String prefix;
    private String last4;

    @SuppressWarnings("UnusedVariable") // read in queries
    private String hash;

    @Enumerated(EnumType.STRING)
    private Status status = Status.ACTIVE;

    @Enumerated(EnumType.STRING)
    private Role role;

    @Convert(converter = TextLines.class)
    private List<String> scopes = List.of();

    @Convert(converter = TextLines.class)
    private List<String> allowedModels = List.of();

    @Convert(converter = TextLines.class)
    private List<String> ipAllowList = List.of();

    private @Nullable Long limitRequests;
    private @Nullable Integer limitWindowSeconds;
    private @Nullable Integer limitConcurrent;
    private @Nullable Instant expiresAt;
    private Instant createdAt;
    private long change;

    @Version
    private long version;

    @SuppressWarnings("NullAway.Init") // Hibernate fills it
    protected KeyRow() {}

    @SuppressWarnings("NullAway.Init") // fill sets the name
    KeyRow(String id, String account, Role role, KeyText text, String hash, KeySettings settings, Instant createdAt) {
        this.id = id;
        this.account = account;
        this.role = role;
        this.prefix = text.prefix();
        this.last4 = text.last4();
        this.hash = hash;
        this.createdAt = createdAt;
        fill(settings);
    }

    String id() {
        return id;
    }

    String account() {
        return account;
    }

    String name() {
        return name;
    }

    String prefix() {
        return prefix;
    }

    String masked() {
        return prefix + "****" + last4;
    }

    Status status() {
        return status;
    }

    boolean isRevoked() {
        return status == Status.REVOKED;
    }

    Role role() {
        return role;
    }

    List<String> scopes() {
        return scopes;
    }

    @Nullable
    Instant expiresAt() {
        return expiresAt;
    }

    Instant createdAt() {
        return createdAt;
    }

    long change() {
        return change;
    }

    long version() {
        return version;
    }

    @Nullable
    KeyLimit limit() {
        return limitRequests == null ? null : new KeyLimit(limitRequests, limitWindowSeconds, null, limitConcurrent);
    }

    KeySettings settings() {
        return new KeySettings(name, scopes, allowedModels, ipAllowList, limit(), null, expiresAt);
    }

    /** @param settings checked */
    final void fill(KeySettings settings) {
        name = String.valueOf(settings.name()).strip();
        scopes = settings.scopeList();
        allowedModels = settings.modelList();
        ipAllowList = settings.addressList();
        KeyLimit limit = settings.rateLimit();
        limitRequests = limit == null ? null : limit.requests();
        limitWindowSeconds = limit == null ? null : limit.windowSeconds();
        limitConcurrent = limit == null ? null : limit.concurrent();
        expiresAt = settings.expiresAt();
    }

    void revoke() {
        status = Status.REVOKED;
    }

    void expire(Instant at) {
        expiresAt = expiresAt == null || expiresAt.isAfter(at) ? at : expiresAt;
    }

    void number(long number) {
        change = number;
    }

    KeyChanged changed() {
        return new KeyChanged(id, account, status, version);
    }
}
