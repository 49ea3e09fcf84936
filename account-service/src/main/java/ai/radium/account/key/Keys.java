package ai.radium.account.key;

import ai.radium.account.Access;
import ai.radium.account.AccountProblem;
import ai.radium.kit.audit.AuditTrail;
import ai.radium.kit.identity.Caller;
import ai.radium.kit.identity.Role;
import ai.radium.kit.ids.Ids;
import ai.radium.kit.paging.Page;
import ai.radium.kit.problem.ProblemException;
import ai.radium.kit.telemetry.StateChanges;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.hibernate.reactive.mutiny.Mutiny;
import org.hibernate.reactive.mutiny.Mutiny.Session;
import org.jspecify.annotations.Nullable;

/** What customers do with their keys. A change, its number and its event are one transaction. */
@ApplicationScoped
class Keys {
    private static final String KIND = "api_key";

    private final Mutiny.SessionFactory sessions;
    private final KeyStore store;
    private final KeyUsage usage;
    private final Grantors grantors;
    private final Pepper pepper;
    private final SecureRandom random;
    private final InstantSource clock;
    private final StateChanges changes;

    Keys(
            Mutiny.SessionFactory sessions,
            KeyStore store,
            KeyUsage usage,
            Grantors grantors,
            Pepper pepper,
            SecureRandom random,
            InstantSource clock,
            StateChanges changes) {
        this.sessions = sessions;
        this.store = store;
        this.usage = usage;
        this.grantors = grantors;
        this.pepper = pepper;
        this.random = random;
        this.clock = clock;
        this.changes = changes;
    }

    record KeyPage(List<KeyView> keys, long total) {}

    /** @param state null = all */
    Uni<KeyPage> list(String account, @Nullable KeyState state, Page page) {
        KeyFilter filter = new KeyFilter(account, state, clock.instant());
        return sessions.withSession(session -> store.page(session, filter, page)
                .chain(rows -> usage.of(session, rows)
                        .map(used -> rows.stream()
                                .map(row -> KeyView.of(row, used.get(row.id()), filter.now()))
                                .toList()))
                .chain(views -> store.count(session, filter).map(total -> new KeyPage(views, total))));
    }

    Uni<KeyView> get(String account, String id) {
        return sessions.withSession(session -> store.owned(session, account, id)
                .chain(row -> view(session, row)
                        .chain(view ->
                                usage.analytics(session, row, clock.instant()).map(view::withAnalytics))));
    }

    /** @param settings as the customer said it */
    Uni<KeyView> create(Caller caller, KeySettings settings) {
        settings.check();
        settings.checkExpiry(clock.instant());
        return sessions.withTransaction(session -> developer(session, caller)
                        .invoke(grantor -> grantor.requireGrant(grantor.keyRole(), Reach.of(settings)))
                        .chain(grantor -> insert(session, Origin.made(caller.account(), grantor), settings)))
                .invoke(key -> changes.happened(KIND, key.row().id(), "made"))
                .map(this::shown);
    }

    /** Merges the fields that were sent over what there is (RFC 7396): null brings a field's default back. */
    Uni<KeyView> update(Caller caller, String id, UpdateKey fields) {
        return sessions.withTransaction(session -> developer(session, caller)
                        .chain(grantor -> store.locked(session, caller.account(), id)
                                .invoke(this::refuseEnded)
                                .invoke(row -> change(grantor, row, fields.over(row.settings()))))
                        .chain(row -> store.save(session, row))
                        .chain(row -> view(session, row)))
                .invoke(view -> changes.happened(KIND, id, "changed"));
    }

    /** A new key with the settings of the old one, which goes on for the overlap. */
    Uni<KeyView> rotate(Caller caller, String id, Duration overlap) {
        return sessions.withTransaction(session -> developer(session, caller)
                        .chain(grantor -> store.locked(session, caller.account(), id)
                                .invoke(this::refuseEnded)
                                .invoke(row -> grantor.requireGrant(row.role(), Reach.of(row.settings())))
                                .chain(row -> insert(session, Origin.rotated(row, grantor), row.settings())
                                        .call(() -> retire(session, row, overlap)))))
                .invoke(key -> changes.happened(KIND, id, "rotated"))
                .map(this::shown);
    }

    /** Revoking a revoked key changes nothing. A key takes away itself and what it could have made, nothing stronger. */
    Uni<Void> revoke(Caller caller, String id) {
        return sessions.withTransaction(session -> developer(session, caller)
                        .chain(grantor -> store.locked(session, caller.account(), id)
                                .invoke(row -> grantor.requireMayTakeAway(Reach.of(row.settings()))))
                        .chain(row -> row.isRevoked() ? unchanged() : retire(session, row, Duration.ZERO)))
                .invoke(() -> changes.happened(KIND, id, "revoked"));
    }

    private static Uni<Void> unchanged() {
        AuditTrail.nothingChanged();
        return Uni.createFrom().voidItem();
    }

    private Uni<Grantor> developer(Session session, Caller caller) {
        return grantors.of(session, caller).invoke(grantor -> Access.require(grantor.role(), Role.DEVELOPER));
    }

    private Uni<Void> retire(Session session, KeyRow row, Duration overlap) {
        if (overlap.isZero()) {
            row.revoke();
        } else {
            row.retire(clock.instant().plus(overlap));
        }
        return store.save(session, row).replaceWithVoid();
    }

    private Uni<ShownKey> insert(Session session, Origin origin, KeySettings settings) {
        KeyText text = KeyText.random(random);
        String hash = pepper.hash(text.sha256());
        var row = new KeyRow(Ids.next("key"), origin, text, hash, settings, clock.instant());
        return store.save(session, row).map(saved -> new ShownKey(saved, text));
    }

    private Uni<KeyView> view(Session session, KeyRow row) {
        return usage.of(session, List.of(row)).map(used -> KeyView.of(row, used.get(row.id()), clock.instant()));
    }

    private void change(Grantor grantor, KeyRow row, KeySettings settings) {
        settings.check();
        if (expiryChanges(row.expiresAt(), settings.expiresAt())) {
            settings.checkExpiry(clock.instant());
        }
        grantor.requireGrant(row.role(), Reach.of(row.settings()));
        grantor.requireGrant(row.role(), Reach.of(settings));
        row.fill(settings);
    }

    private static boolean expiryChanges(@Nullable Instant before, @Nullable Instant after) {
        return after != null && !after.equals(before);
    }

    private KeyView shown(ShownKey key) {
        return KeyView.of(key.row(), null, clock.instant()).withFullKey(key.text());
    }

    private void refuseEnded(KeyRow row) {
        switch (row.stateAt(clock.instant())) {
            case ACTIVE -> {}
            case REVOKED ->
                throw new ProblemException(AccountProblem.KEY_REVOKED, "A revoked key cannot be changed", "id");
            case EXPIRED ->
                throw new ProblemException(AccountProblem.KEY_EXPIRED, "An expired key cannot be changed", "id");
        }
    }
}
