package ai.radium.finetune.dataset;

import ai.radium.finetune.FinetuneProblem;
import ai.radium.kit.problem.ProblemException;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import org.hibernate.reactive.mutiny.Mutiny;

/** Who needs which version: while somebody does, the dataset is not deleted. */
@ApplicationScoped
public class DatasetUses {
    private final DatasetStore store;

    DatasetUses(DatasetStore store) {
        this.store = store;
    }

    /**
     * The dataset as its latest version, which stays while it is used; of one without content nothing is used.
     *
     * @param id either of its two
     * @param user names who needs it
     * @param field that names the dataset in the request
     * @throws ProblemException DATASET_NOT_FOUND naming the field
     */
    public Uni<Dataset> use(Mutiny.Session session, String account, String id, String user, String field) {
        return store.locked(session, account, DatasetIds.dataset(id))
                .onItem()
                .ifNull()
                .failWith(() -> new ProblemException(FinetuneProblem.DATASET_NOT_FOUND, "No dataset " + id, field))
                .chain(row -> store.find(session, account, row.id))
                .call(dataset -> dataset.version() == null
                        ? Uni.createFrom().voidItem()
                        : session.createNativeQuery(
                                        "insert into dataset_use (dataset_id, number, used_by) values (?, ?, ?)")
                                .setParameter(1, dataset.id())
                                .setParameter(2, dataset.version().number())
                                .setParameter(3, user)
                                .executeUpdate()
                                .replaceWithVoid());
    }

    /** A version that is used; null when it is gone all the same. */
    public Uni<Dataset> used(Mutiny.Session session, String account, String id, int number) {
        return store.version(session, account, id, number);
    }

    public Uni<Void> release(Mutiny.Session session, String user) {
        return session.createNativeQuery("delete from dataset_use where used_by = ?")
                .setParameter(1, user)
                .executeUpdate()
                .replaceWithVoid();
    }
}
