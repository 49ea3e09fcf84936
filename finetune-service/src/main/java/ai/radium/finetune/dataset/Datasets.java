package ai.radium.finetune.dataset;

import ai.radium.finetune.FinetuneProblem;
import ai.radium.finetune.artifact.ArtifactKey;
import ai.radium.finetune.artifact.StoredBytes;
import ai.radium.finetune.artifact.UnclaimedArtifacts;
import ai.radium.kit.database.AfterCommit;
import ai.radium.kit.outbox.Outbox;
import ai.radium.kit.paging.Page;
import ai.radium.kit.problem.ProblemException;
import ai.radium.kit.telemetry.StateChanges;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.hibernate.reactive.mutiny.Mutiny;
import org.jspecify.annotations.Nullable;

/** What can be done with datasets; the class that joins their rows, their artifacts and their events. */
@ApplicationScoped
public class Datasets {
    private static final String ID = "id";

    private final DatasetStore store;
    private final UnclaimedArtifacts unclaimed;
    private final StoredBytes stored;
    private final Outbox outbox;
    private final Mutiny.SessionFactory sessions;
    private final StateChanges changes;
    private final Validations validations;
    private final InstantSource clock;

    Datasets(
            DatasetStore store,
            UnclaimedArtifacts unclaimed,
            StoredBytes stored,
            Outbox outbox,
            Mutiny.SessionFactory sessions,
            StateChanges changes,
            Validations validations,
            InstantSource clock) {
        this.store = store;
        this.unclaimed = unclaimed;
        this.stored = stored;
        this.outbox = outbox;
        this.sessions = sessions;
        this.changes = changes;
        this.validations = validations;
        this.clock = clock;
    }

    Uni<DatasetPage> list(String account, DatasetFilter filter, Page page) {
        return sessions.withSession(session -> store.page(session, account, filter, page));
    }

    /**
     * Those that follow one in the order of their making.
     *
     * @param after of either id; null = from the first
     * @throws ProblemException FILE_NOT_FOUND naming {@code after} when the account has no such file
     */
    public Uni<List<Dataset>> following(String account, @Nullable String after, int limit, boolean oldestFirst) {
        return sessions.withSession(session -> (after == null
                        ? Uni.createFrom().<Dataset>nullItem()
                        : store.find(session, account, DatasetIds.dataset(after))
                                .onItem()
                                .ifNull()
                                .failWith(() -> new ProblemException(
                                        FinetuneProblem.FILE_NOT_FOUND, "No file " + after, "after")))
                .chain(last -> store.after(session, account, last, limit, oldestFirst)));
    }

    /**
     * Its latest version.
     *
     * @param id either of its two
     * @param missing what is said when the account has no such dataset
     */
    public Uni<Dataset> get(String account, String id, FinetuneProblem missing) {
        return get(account, id, missing, ID);
    }

    /** @param field that names the dataset in the request */
    public Uni<Dataset> get(String account, String id, FinetuneProblem missing, String field) {
        return sessions.withSession(session -> found(session, account, id, missing, field));
    }

    private Uni<Dataset> found(
            Mutiny.Session session, String account, String id, FinetuneProblem missing, String field) {
        return store.find(session, account, DatasetIds.dataset(id))
                .onItem()
                .ifNull()
                .failWith(() -> new ProblemException(missing, missing.title(), field));
    }

    /** Every version, the newest first. */
    Uni<List<Dataset>> versions(String account, String id) {
        return sessions.withSession(session -> found(session, account, id, FinetuneProblem.DATASET_NOT_FOUND, ID)
                .chain(found -> store.versions(session, account, found.id())));
    }

    /** One of its versions. */
    Uni<Dataset> version(String account, String id, int number) {
        return sessions.withSession(session -> found(session, account, id, FinetuneProblem.DATASET_NOT_FOUND, ID)
                .chain(latest -> store.version(session, account, latest.id(), number))
                .onItem()
                .ifNull()
                .failWith(() -> new ProblemException(
                        FinetuneProblem.DATASET_NOT_FOUND, "The dataset has no version " + number, "version")));
    }

    /** @param incoming null when the content comes later */
    public Uni<Dataset> create(String account, NewDataset wanted, @Nullable IncomingContent incoming) {
        DatasetRow row = made(account, wanted);
        return sessions.withTransaction(session -> incoming == null
                ? store.save(session, row, null).call(dataset -> told(session, dataset))
                : claimed(session, account, incoming).chain(() -> take(session, row, incoming)));
    }

    /** Of artifacts that were claimed and counted for this account before. */
    public Uni<Dataset> createOfParts(String account, NewDataset wanted, IncomingContent incoming) {
        return sessions.withTransaction(session -> take(session, made(account, wanted), incoming));
    }

    private DatasetRow made(String account, NewDataset wanted) {
        DatasetRow row = new DatasetRow();
        row.id = DatasetIds.next();
        row.account = account;
        row.name = wanted.name();
        row.description = wanted.description();
        row.format = wanted.format();
        row.createdAt = clock.instant();
        row.updatedAt = row.createdAt;
        return row;
    }

    /** Content that takes the place of what there was, which stays as its own version. */
    Uni<Dataset> add(String account, String id, IncomingContent incoming) {
        return sessions.withTransaction(session -> locked(session, account, id, FinetuneProblem.DATASET_NOT_FOUND)
                .chain(row -> {
                    row.updatedAt = clock.instant();
                    return claimed(session, account, incoming).chain(() -> take(session, row, incoming));
                }));
    }

    private Uni<Dataset> take(Mutiny.Session session, DatasetRow row, IncomingContent incoming) {
        row.latestVersion++;
        return store.save(session, row, store.newVersion(row, incoming))
                .call(dataset -> told(session, dataset))
                .invoke(() -> AfterCommit.run(validations::look));
    }

    private Uni<Void> claimed(Mutiny.Session session, String account, IncomingContent incoming) {
        return unclaimed
                .claim(session, incoming.content().keys().getFirst())
                .chain(() -> stored.add(session, account, incoming.content().bytes()));
    }

    private Uni<Void> told(Mutiny.Session session, Dataset dataset) {
        changes.happened("dataset", dataset.id(), DatasetFilter.word(dataset.status()));
        return outbox.append(session, dataset.changed());
    }

    private Uni<DatasetRow> locked(Mutiny.Session session, String account, String id, FinetuneProblem missing) {
        return store.locked(session, account, DatasetIds.dataset(id))
                .onItem()
                .ifNull()
                .failWith(() -> new ProblemException(missing, missing.title(), ID));
    }

    /** @throws ProblemException DATASET_IN_USE while a job needs one of its versions */
    public Uni<Void> delete(String account, String id, FinetuneProblem missing) {
        return sessions.withTransaction(session -> locked(session, account, id, missing)
                .call(row -> requireUnused(session, row))
                .chain(row -> store.versions(session, account, row.id).chain(all -> delete(session, row, all))));
    }

    private Uni<Void> requireUnused(Mutiny.Session session, DatasetRow row) {
        return store.isUsed(session, row.id)
                .invoke(used -> {
                    if (used) {
                        throw new ProblemException(
                                FinetuneProblem.DATASET_IN_USE,
                                "A fine-tuning job needs the dataset: cancel it, or wait for its end",
                                ID);
                    }
                })
                .replaceWithVoid();
    }

    private Uni<Void> delete(Mutiny.Session session, DatasetRow row, List<Dataset> versions) {
        List<ArtifactKey> keys = new ArrayList<>();
        versions.forEach(one -> keys.addAll(one.content().keys()));
        long bytes = versions.stream().mapToLong(Dataset::bytes).sum();
        Dataset last = versions.isEmpty() ? store.dataset(row, null) : versions.getFirst();
        return unclaimed
                .release(session, keys)
                .chain(() -> stored.remove(session, row.account, bytes))
                .chain(() -> store.delete(session, row))
                .chain(() -> outbox.append(session, last.deleted()))
                .invoke(() -> changes.happened("dataset", row.id, "deleted"));
    }
}
