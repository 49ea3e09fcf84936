package ai.radium.finetune.artifact;

import ai.radium.finetune.FinetuneProblem;
import ai.radium.kit.problem.ProblemException;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.util.Map;
import org.hibernate.reactive.mutiny.Mutiny;

/** How much each account stores, within its quota. */
@Singleton
public class StoredBytes {
    private final long most;

    StoredBytes(ArtifactConfig config) {
        most = config.accountBytes().asLongValue();
    }

    /**
     * In the transaction that keeps them; accounts that store more at once wait for each other here.
     *
     * @throws ProblemException STORAGE_QUOTA when that is more than the account may have
     */
    public Uni<Void> add(Mutiny.Session session, String account, long bytes) {
        return session.createNativeQuery("insert into stored_bytes (account, bytes) values (?, ?)"
                        + " on conflict (account) do update set bytes = stored_bytes.bytes + excluded.bytes")
                .setParameter(1, account)
                .setParameter(2, bytes)
                .executeUpdate()
                .chain(() -> require(session, account, 0));
    }

    public Uni<Void> remove(Mutiny.Session session, String account, long bytes) {
        return session.createNativeQuery("update stored_bytes set bytes = bytes - ? where account = ?")
                .setParameter(1, bytes)
                .setParameter(2, account)
                .executeUpdate()
                .replaceWithVoid();
    }

    /** @throws ProblemException STORAGE_QUOTA when so many bytes more would be too many */
    Uni<Void> require(Mutiny.Session session, String account, long more) {
        return session.createNativeQuery(
                        "select cast(coalesce(sum(bytes), 0) as bigint) from stored_bytes where account = ?",
                        Long.class)
                .setParameter(1, account)
                .getSingleResult()
                .invoke(used -> {
                    if (used + more > most) {
                        throw new ProblemException(
                                FinetuneProblem.STORAGE_QUOTA,
                                "The account may store %,d bytes: delete datasets or files that are no longer needed"
                                        .formatted(most),
                                null,
                                Map.of("limitBytes", most, "usedBytes", Math.min(most, used)));
                    }
                })
                .replaceWithVoid();
    }
}
