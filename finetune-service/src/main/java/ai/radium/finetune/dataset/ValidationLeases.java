package ai.radium.finetune.dataset;

import ai.radium.contracts.dataset.DatasetStatus;
import ai.radium.finetune.dataset.Validations.Outcome;
import ai.radium.kit.ids.Ids;
import ai.radium.kit.outbox.Blocking;
import ai.radium.kit.outbox.Outbox;
import ai.radium.kit.telemetry.StateChanges;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.LockModeType;
import java.time.Instant;
import java.time.InstantSource;
import org.hibernate.reactive.mutiny.Mutiny;
import org.jspecify.annotations.Nullable;

/** Who reads which version: in the database, so that one at a time does, and none is forgotten. Every call blocks. */
@ApplicationScoped
class ValidationLeases {
    /** An account of whose contents fewer are being read comes first. */
    private static final String TAKE = """
            update dataset_version set lease_owner = ?, lease_until = ?, attempts = attempts + 1, read_bytes = 0
            where id = (
                select v.id from dataset_version v
                where v.status = 'PROCESSING' and (v.lease_until is null or v.lease_until < ?)
                order by (select count(*) from dataset_version o
                          where o.status = 'PROCESSING' and o.account = v.account and o.lease_until >= ?), v.created_at
                limit 1 for update skip locked)""";

    private final DatasetStore store;
    private final Outbox outbox;
    private final Mutiny.SessionFactory sessions;
    private final StateChanges changes;
    private final ValidationConfig config;
    private final InstantSource clock;

    ValidationLeases(
            DatasetStore store,
            Outbox outbox,
            Mutiny.SessionFactory sessions,
            StateChanges changes,
            ValidationConfig config,
            InstantSource clock) {
        this.store = store;
        this.outbox = outbox;
        this.sessions = sessions;
        this.changes = changes;
        this.config = config;
        this.clock = clock;
    }

    /** Null when there is nothing to read. */
    @Nullable
    Lease take() {
        String owner = Ids.ulid();
        return Blocking.await(() -> sessions.withTransaction(session -> taken(session, owner)));
    }

    private Uni<Lease> taken(Mutiny.Session session, String owner) {
        Instant now = clock.instant();
        return session.createNativeQuery(TAKE)
                .setParameter(1, owner)
                .setParameter(2, now.plus(config.lease()))
                .setParameter(3, now)
                .setParameter(4, now)
                .executeUpdate()
                .chain(taken -> taken == 0 ? Uni.createFrom().nullItem() : owned(session, owner))
                .map(row -> row == null
                        ? null
                        : new Lease(row.id, owner, row.format, store.content(row), row.expectedMd5, row.attempts));
    }

    private static Uni<VersionRow> owned(Mutiny.Session session, String owner) {
        return session.createQuery("from VersionRow v where v.leaseOwner = :owner", VersionRow.class)
                .setParameter("owner", owner)
                .setLockMode(LockModeType.PESSIMISTIC_WRITE)
                .getSingleResultOrNull();
    }

    /**
     * Goes on reading.
     *
     * @param readBytes so far
     * @return false when the lease is somebody else's by now, or the version is gone
     */
    boolean renew(Lease lease, long readBytes) {
        return Blocking.await(() -> sessions.withTransaction(session -> session.createNativeQuery(
                                "update dataset_version set lease_until = ?, read_bytes = ? where lease_owner = ?")
                        .setParameter(1, clock.instant().plus(config.lease()))
                        .setParameter(2, readBytes)
                        .setParameter(3, lease.owner())
                        .executeUpdate()))
                == 1;
    }

    /** It is read no further here, and may be taken at once; that was no attempt. */
    void giveBack(Lease lease) {
        Blocking.await(() -> sessions.withTransaction(session -> session.createNativeQuery(
                        "update dataset_version set lease_owner = null, lease_until = null, attempts = attempts - 1"
                                + " where lease_owner = ?")
                .setParameter(1, lease.owner())
                .executeUpdate()));
    }

    /** Stores and tells what was found; false when it is no longer this lease's to say. */
    boolean finish(Lease lease, Outcome outcome) {
        return Blocking.await(() -> sessions.withTransaction(session -> owned(session, lease.owner())
                .chain(row -> row == null
                        ? Uni.createFrom().item(false)
                        : finished(session, row, outcome).replaceWith(true))));
    }

    private Uni<Void> finished(Mutiny.Session session, VersionRow row, Outcome outcome) {
        row.status = outcome.fault() == null ? DatasetStatus.READY : DatasetStatus.ERROR;
        row.findings = outcome.findings() == null ? null : store.document(outcome.findings());
        row.sha256 = outcome.sha256() == null ? row.sha256 : outcome.sha256();
        row.errorCode = outcome.fault() == null ? null : outcome.fault().code().name();
        row.errorText = outcome.fault() == null ? null : outcome.fault().message();
        row.readBytes = row.sizeBytes;
        row.leaseOwner = null;
        row.leaseUntil = null;
        row.validatedAt = clock.instant();
        return session.find(DatasetRow.class, row.datasetId)
                .chain(dataset ->
                        outbox.append(session, store.dataset(dataset, row).changed()))
                .chain(session::flush)
                .invoke(() -> changes.happened("dataset", row.id, DatasetFilter.word(row.status)));
    }
}
