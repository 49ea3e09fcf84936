package ai.radium.account.key;

import ai.radium.account.AccountProblem;
import ai.radium.account.Accounts;
import ai.radium.kit.problem.CommonProblem;
import ai.radium.kit.problem.ProblemException;
import ai.radium.kit.problem.Require;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import org.hibernate.reactive.mutiny.Mutiny;
import org.hibernate.reactive.mutiny.Mutiny.Session;
import org.jboss.resteasy.reactive.RestQuery;
import org.jspecify.annotations.Nullable;

/** Tells the gateway what a presented key is, and which keys changed. The key itself never comes here. */
@Path("/internal")
class KeyLookupResource {
    private final Mutiny.SessionFactory sessions;
    private final KeyStore store;
    private final Accounts accounts;
    private final Pepper pepper;
    private final DemoKeys demoKeys;

    KeyLookupResource(
            Mutiny.SessionFactory sessions, KeyStore store, Accounts accounts, Pepper pepper, DemoKeys demoKeys) {
        this.sessions = sessions;
        this.store = store;
        this.accounts = accounts;
        this.pepper = pepper;
        this.demoKeys = demoKeys;
    }

    /** @param sha256 of the presented key, 64 hexadecimal digits */
    record KeyLookup(@Nullable String sha256) {}

    record ChangedKey(String keyId, String account, String status, long version) {
        static ChangedKey of(KeyRow row) {
            return new ChangedKey(row.id(), row.account(), KeyRecord.statusOf(row), row.version());
        }
    }

    /** @param cursor what to ask after next time */
    record KeyChanges(String cursor, List<ChangedKey> keys) {
        KeyChanges {
            keys = List.copyOf(keys);
        }
    }

    @POST
    @Path("/key-lookups")
    public Uni<KeyRecord> find(@Nullable KeyLookup body) {
        String sha256 = Require.text(Require.body(body).sha256(), "sha256").toLowerCase(Locale.ROOT);
        if (!sha256.matches("[0-9a-f]{64}")) {
            throw new ProblemException(CommonProblem.INVALID_REQUEST, "sha256 must be 64 hexadecimal digits", "sha256");
        }
        if (demoKeys.contains(sha256)) {
            return demoKeys.record();
        }
        String hash = pepper.hash(HexFormat.of().parseHex(sha256));
        return sessions.withSession(session -> store.byHash(session, hash)
                .map(found -> found.orElseThrow(
                        () -> new ProblemException(AccountProblem.KEY_NOT_FOUND, AccountProblem.KEY_NOT_FOUND.title())))
                .chain(row -> accounts.policy(session, row.account()).map(policy -> KeyRecord.of(row, policy))));
    }

    /** @param after the last cursor; absent asks for the present one only */
    @GET
    @Path("/key-changes")
    public Uni<KeyChanges> changes(@RestQuery @Nullable String after) {
        if (after == null) {
            return sessions.withSession(store::lastChange).map(last -> new KeyChanges(Long.toString(last), List.of()));
        }
        long number = number(after);
        return sessions.withSession(session -> changedAfter(session, number));
    }

    private Uni<KeyChanges> changedAfter(Session session, long number) {
        return store.changedAfter(session, number)
                .map(rows -> new KeyChanges(
                        Long.toString(rows.isEmpty() ? number : rows.getLast().change()),
                        rows.stream().map(ChangedKey::of).toList()));
    }

    private static long number(String cursor) {
        if (!cursor.matches("[0-9]{1,18}")) {
            throw new ProblemException(CommonProblem.INVALID_REQUEST, "after must be a cursor from here", "after");
        }
        return Long.parseLong(cursor);
    }
}
