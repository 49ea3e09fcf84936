package ai.radium.account.key;

import ai.radium.account.Access;
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
import java.util.ArrayList;
import java.util.List;
import org.hibernate.annotations.Formula;
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
    private @Nullable Instant retiresAt;
    private Instant createdAt;
    private @Nullable String madeBy;
    private String lineage;

    @Convert(converter = CountedLimits.class)
    private List<CountedLimit> inheritedLimits = List.of();

    /** Null when who made the key is no member any more. */
    @Formula("(select m.role from member m where m.account = account and m.sub = made_by)")
    @Enumerated(EnumType.STRING)
    private @Nullable Role makerRole;

    private long change;

    @Version
    private long version;

    @SuppressWarnings("NullAway.Init") // Hibernate fills it
    protected KeyRow() {}

    @SuppressWarnings("NullAway.Init") // fill sets the name
    KeyRow(String id, Origin origin, KeyText text, String hash, KeySettings settings, Instant createdAt) {
        this.id = id;
        this.account = origin.account();
        this.role = origin.role();
        this.madeBy = origin.madeBy();
        this.makerRole = origin.makerRole();
        this.lineage = origin.lineage() == null ? id : origin.lineage();
        this.inheritedLimits = origin.inherited();
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

    /** A key of somebody who is no member any more is none, whatever was written. */
    boolean isRevoked() {
        return status == Status.REVOKED || (madeBy != null && makerRole == null);
    }

    KeyState stateAt(Instant now) {
        if (isRevoked()) {
            return KeyState.REVOKED;
        }
        Instant end = end();
        return end == null || end.isAfter(now) ? KeyState.ACTIVE : KeyState.EXPIRED;
    }

    /** No more than who made it may do at present. */
    Role role() {
        return makerRole == null ? role : Access.weaker(role, makerRole);
    }

    @Nullable
    String madeBy() {
        return madeBy;
    }

    @Nullable
    Role makerRole() {
        return makerRole;
    }

    String lineage() {
        return lineage;
    }

    List<CountedLimit> inheritedLimits() {
        return inheritedLimits;
    }

    /** Its own limit and those that it inherited: what counts for the keys that are made through it. */
    List<CountedLimit> countedLimits() {
        List<CountedLimit> all = new ArrayList<>(inheritedLimits);
        KeyLimit own = limit();
        if (own != null) {
            all.add(own.countedAs(lineage));
        }
        return all;
    }

    /** When it ends, be it by its settings or after a rotation. */
    @Nullable
    Instant end() {
        boolean retiresFirst = retiresAt != null && (expiresAt == null || retiresAt.isBefore(expiresAt));
        return retiresFirst ? retiresAt : expiresAt;
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

    /** Goes on until then after a rotation; its settings stay as they are. */
    void retire(Instant at) {
        retiresAt = retiresAt == null || retiresAt.isAfter(at) ? at : retiresAt;
    }

    void number(long number) {
        change = number;
    }

    KeyChanged changed() {
        return new KeyChanged(id, account, status, version);
    }
}
