package ai.radium.kit.idempotency;

import ai.radium.kit.outbox.KeptFor;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.hibernate.reactive.mutiny.Mutiny.Session;

/** The replies that are given again, in the table {@code stored_reply}. */
@Singleton
class StoredReplies {
    private final IdempotencyConfig config;
    private final InstantSource clock;
    private final SecureRandom random = new SecureRandom();

    StoredReplies(IdempotencyConfig config, InstantSource clock) {
        this.config = config;
        this.clock = clock;
    }

    /** One row. */
    static final class StoredReply {
        private final byte[] request;
        private final int status;
        private final byte[] salt;
        private final byte[] sealed;

        StoredReply(Object[] row) {
            request = (byte[]) row[0];
            status = ((Number) row[1]).intValue();
            salt = (byte[]) row[2];
            sealed = (byte[]) row[3];
        }

        /** @param asked hashed, as when it was stored */
        boolean isOf(byte[] asked) {
            return MessageDigest.isEqual(asked, request);
        }

        int status() {
            return status;
        }

        byte[] opened(IdempotencyKey key) {
            return key.open(salt, sealed);
        }
    }

    @Produces
    @Singleton
    static KeptFor kept(IdempotencyConfig config) {
        return new KeptFor("stored_reply", "stored_at", config.kept());
    }

    /** Until the end of the transaction nobody else works on the key; false when somebody does. */
    Uni<Boolean> lock(Session session, IdempotencyKey key) {
        return session.createNativeQuery("select pg_try_advisory_xact_lock(?)", Boolean.class)
                .setParameter(1, key.number())
                .getSingleResult();
    }

    Uni<Optional<StoredReply>> find(Session session, IdempotencyKey key) {
        return session.createNativeQuery(
                        "select request, status, salt, reply from stored_reply where account = ? and key = ? and stored_at > ?",
                        Object[].class)
                .setParameter(1, key.account())
                .setParameter(2, key.hash())
                .setParameter(3, oldest())
                .getSingleResultOrNull()
                .map(row -> Optional.ofNullable(row).map(StoredReply::new));
    }

    /** In the place of one whose time is over, if there is such. */
    Uni<Void> store(Session session, IdempotencyKey key, byte[] request, int status, byte[] reply) {
        byte[] salt = IdempotencyKey.newSalt(random);
        return session.createNativeQuery("""
                        insert into stored_reply (account, key, request, status, salt, reply, stored_at) values (?, ?, ?, ?, ?, ?, ?)
                        on conflict (account, key) do update set request = excluded.request, status = excluded.status,
                            salt = excluded.salt, reply = excluded.reply, stored_at = excluded.stored_at""")
                .setParameter(1, key.account())
                .setParameter(2, key.hash())
                .setParameter(3, request)
                .setParameter(4, status)
                .setParameter(5, salt)
                .setParameter(6, key.seal(salt, reply))
                .setParameter(7, clock.instant())
                .executeUpdate()
                .replaceWithVoid();
    }

    private Instant oldest() {
        return clock.instant().minus(config.kept());
    }
}
