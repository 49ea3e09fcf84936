package ai.radium.finetune.file;

import ai.radium.finetune.FinetuneProblem;
import ai.radium.kit.problem.ProblemException;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.LockModeType;
import java.time.Instant;
import java.util.List;
import org.hibernate.reactive.mutiny.Mutiny;

/** Uploads and their parts in PostgreSQL. */
@ApplicationScoped
class UploadStore {
    private static final String OF_ACCOUNT = "from UploadRow u where u.id = :id and u.account = :account";

    UploadStore() {}

    /** @throws ProblemException UPLOAD_NOT_FOUND when the account has no such upload */
    Uni<UploadRow> find(Mutiny.Session session, String account, String id) {
        return required(session.createQuery(OF_ACCOUNT, UploadRow.class), account, id);
    }

    /** As {@link #find}; nobody else changes it until the transaction ends. */
    Uni<UploadRow> locked(Mutiny.Session session, String account, String id) {
        return required(
                session.createQuery(OF_ACCOUNT, UploadRow.class).setLockMode(LockModeType.PESSIMISTIC_WRITE),
                account,
                id);
    }

    private static Uni<UploadRow> required(Mutiny.SelectionQuery<UploadRow> query, String account, String id) {
        return query.setParameter("id", id)
                .setParameter("account", account)
                .getSingleResultOrNull()
                .onItem()
                .ifNull()
                .failWith(
                        () -> new ProblemException(FinetuneProblem.UPLOAD_NOT_FOUND, "Upload not found", "upload_id"));
    }

    /** In the order of their coming. */
    Uni<List<PartRow>> parts(Mutiny.Session session, String uploadId) {
        return session.createQuery("from PartRow p where p.uploadId = :id order by p.createdAt, p.id", PartRow.class)
                .setParameter("id", uploadId)
                .getResultList();
    }

    Uni<Void> forgetParts(Mutiny.Session session, String uploadId) {
        return session.createMutationQuery("delete from PartRow p where p.uploadId = :id")
                .setParameter("id", uploadId)
                .executeUpdate()
                .replaceWithVoid();
    }

    /** One that is open past its time, locked; null when there is none. */
    Uni<UploadRow> overdue(Mutiny.Session session, Instant now) {
        return session.createQuery(
                        "from UploadRow u where u.status = :open and u.expiresAt <= :now order by u.expiresAt",
                        UploadRow.class)
                .setParameter("open", UploadStatus.PENDING)
                .setParameter("now", now)
                .setMaxResults(1)
                .setLockMode(LockModeType.PESSIMISTIC_WRITE)
                .getSingleResultOrNull();
    }
}
