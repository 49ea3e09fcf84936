package ai.radium.account.key;

import ai.radium.account.Access;
import ai.radium.account.AccountProblem;
import ai.radium.contracts.key.KeyChanged.Status;
import ai.radium.kit.identity.Caller;
import ai.radium.kit.identity.Role;
import ai.radium.kit.ids.Ids;
import ai.radium.kit.paging.Page;
import ai.radium.kit.problem.CommonProblem;
import ai.radium.kit.problem.ProblemException;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import org.hibernate.reactive.mutiny.Mutiny;
import org.hibernate.reactive.mutiny.Mutiny.Session;
import org.jspecify.annotations.Nullable;

/** What customers do with their keys. A change, its number and its event are one transaction. */
@ApplicationScoped
class Keys {
    private final Mutiny.SessionFactory sessions;
    private final KeyStore store;
    private final KeyUsage usage;
    private final Pepper pepper;
    private final SecureRandom random;
    private final InstantSource clock;

    Keys(
            Mutiny.SessionFactory sessions,
            KeyStore store,
            KeyUsage usage,
            Pepper pepper,
            SecureRandom random,
            InstantSource clock) {
        this.sessions = sessions;
        this.store = store;
        this.usage = usage;
        this.pepper = pepper;
        this.random = random;
        this.clock = clock;
    }

    record KeyPage(List<KeyView> keys, long total) {}

    Uni<KeyPage> list(String account, @Nullable Status status, Page page) {
        return sessions.withSession(session -> store.page(session, account, status, page)
                .chain(rows -> usage.of(session, rows)
                        .map(used -> rows.stream()
                                .map(row -> KeyView.of(row, used.get(row.id())))
                                .toList()))
                .chain(views -> store.count(session, account, status).map(total -> new KeyPage(views, total))));
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
        Role role = caller.role().compareTo(Role.ADMIN) > 0 ? Role.ADMIN : caller.role();
        requireGrant(caller, role, settings.scopeList());
        return sessions.withTransaction(session -> insert(session, caller.account(), role, settings))
                .map(Keys::shown);
    }

    /** Merges the fields that were sent over what there is (RFC 7396): null brings a field's default back. */
    Uni<KeyView> update(Caller caller, String id, KeySettings fields, Set<String> sent) {
        return sessions.withTransaction(session -> store.locked(session, caller.account(), id)
                .invoke(Keys::refuseRevoked)
                .invoke(row -> change(caller, row, fields.over(row.settings(), sent)))
                .chain(row -> store.save(session, row))
                .chain(row -> view(session, row)));
    }

    /** A new key with the settings of the old one, which goes on for the overlap. */
    Uni<KeyView> rotate(Caller caller, String id, Duration overlap) {
        return sessions.withTransaction(session -> store.locked(session, caller.account(), id)
                        .invoke(Keys::refuseRevoked)
                        .invoke(row -> requireGrant(caller, row.role(), row.scopes()))
                        .invoke(row -> row.settings().checkExpiry(clock.instant()))
                        .chain(row -> insert(session, row.account(), row.role(), row.settings())
                                .call(() -> retire(session, row, overlap))))
                .map(Keys::shown);
    }

    /** Revoking a revoked key changes nothing. */
    Uni<Void> revoke(Caller caller, String id) {
        return sessions.withTransaction(session -> store.locked(session, caller.account(), id)
                .chain(row -> row.isRevoked() ? Uni.createFrom().voidItem() : retire(session, row, Duration.ZERO)));
    }

    private Uni<Void> retire(Session session, KeyRow row, Duration overlap) {
        if (overlap.isZero()) {
            row.revoke();
        } else {
            row.expire(clock.instant().plus(overlap));
        }
        return store.save(session, row).replaceWithVoid();
    }

    private Uni<ShownKey> insert(Session session, String account, Role role, KeySettings settings) {
        KeyText text = KeyText.random(random);
        String hash = pepper.hash(text.sha256());
        var row = new KeyRow(Ids.next("key"), account, role, text, hash, settings, clock.instant());
        return store.save(session, row).map(saved -> new ShownKey(saved, text));
    }

    private Uni<KeyView> view(Session session, KeyRow row) {
        return usage.of(session, List.of(row)).map(used -> KeyView.of(row, used.get(row.id())));
    }

    private void change(Caller caller, KeyRow row, KeySettings settings) {
        settings.check();
        if (expiryChanges(row.expiresAt(), settings.expiresAt())) {
            settings.checkExpiry(clock.instant());
        }
        requireGrant(caller, row.role(), settings.scopeList());
        requireGrant(caller, row.role(), row.scopes());
        row.fill(settings);
    }

    private static boolean expiryChanges(@Nullable Instant before, @Nullable Instant after) {
        return after != null && !after.equals(before);
    }

    /** Nobody hands out, or takes over, a key that may do more than they may themselves. */
    private static void requireGrant(Caller caller, Role role, List<String> scopes) {
        Access.require(caller, role);
        boolean isConfined = !caller.scopes().isEmpty() && !caller.scopes().contains(KeySettings.ALL);
        if (isConfined && (scopes.isEmpty() || !caller.scopes().containsAll(scopes))) {
            throw new ProblemException(
                    CommonProblem.FORBIDDEN, "Your key may only manage keys with scopes of its own", "scopes");
        }
    }

    private static KeyView shown(ShownKey key) {
        return KeyView.of(key.row(), null).withFullKey(key.text());
    }

    private static void refuseRevoked(KeyRow row) {
        if (row.isRevoked()) {
            throw new ProblemException(AccountProblem.KEY_REVOKED, "A revoked key cannot be changed", "id");
        }
    }
}
