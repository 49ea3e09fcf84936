package ai.radium.finetune.artifact;

import ai.radium.kit.ids.Ids;
import ai.radium.kit.life.StandingThread;
import ai.radium.kit.life.StandingThreads;
import ai.radium.kit.outbox.Blocking;
import ai.radium.kit.problem.CommonProblem;
import ai.radium.kit.problem.ProblemException;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.io.IOException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.hibernate.reactive.mutiny.Mutiny;

/**
 * The artifacts that no row of ours names yet, or no more. One is noted here before its first byte is written and taken
 * from here in the transaction that first names it, so that whatever dies in between leaves no file behind.
 */
@ApplicationScoped
public class UnclaimedArtifacts {
    private static final int AT_ONCE = 100;
    private static final long WAIT_SECONDS = 1;

    private final ArtifactStore store;
    private final StoredBytes stored;
    private final ArtifactConfig config;
    private final Mutiny.SessionFactory sessions;
    private final StandingThreads threads;
    private final InstantSource clock;
    private final BlockingQueue<ArtifactKey> soon = new LinkedBlockingQueue<>();

    UnclaimedArtifacts(
            ArtifactStore store,
            StoredBytes stored,
            ArtifactConfig config,
            Mutiny.SessionFactory sessions,
            StandingThreads threads,
            InstantSource clock) {
        this.store = store;
        this.stored = stored;
        this.config = config;
        this.sessions = sessions;
        this.threads = threads;
        this.clock = clock;
    }

    void start(@Observes StartupEvent ignored) {
        threads.start("unclaimed-artifacts", this::run);
    }

    /**
     * A key to write to, in a transaction of its own.
     *
     * @param bytes that are announced; 0 when nobody says how many
     * @throws ProblemException STORAGE_QUOTA when the account may not store so many
     */
    public Uni<ArtifactKey> begin(String account, long bytes) {
        return sessions.withTransaction(
                session -> stored.require(session, account, bytes).chain(() -> noted(session)));
    }

    /** A key for what the platform itself makes, which no quota holds back. */
    public Uni<ArtifactKey> begin() {
        return sessions.withTransaction(this::noted);
    }

    private Uni<ArtifactKey> noted(Mutiny.Session session) {
        String id = Ids.ulid().toLowerCase(Locale.ROOT);
        ArtifactKey key = new ArtifactKey("content/" + id.substring(id.length() - 2) + "/" + id);
        return note(session, key, config.abandonedAfter().toSeconds()).replaceWith(key);
    }

    /** From now on a row names it: the session's transaction writes that row. */
    public Uni<Void> claim(Mutiny.Session session, ArtifactKey key) {
        return session.createNativeQuery("delete from unclaimed_artifact where key = ?")
                .setParameter(1, key.text())
                .executeUpdate()
                .invoke(claimed -> {
                    if (claimed == 0) {
                        throw new ProblemException(CommonProblem.UNAVAILABLE, "It took too long; send it again");
                    }
                })
                .replaceWithVoid();
    }

    /** No row names them any more: they are deleted once the session's transaction is committed. */
    public Uni<Void> release(Mutiny.Session session, Collection<ArtifactKey> keys) {
        Uni<Void> all = Uni.createFrom().voidItem();
        for (ArtifactKey key : keys) {
            all = all.chain(() -> note(session, key, 0));
        }
        return all;
    }

    private Uni<Void> note(Mutiny.Session session, ArtifactKey key, long seconds) {
        return session.createNativeQuery("insert into unclaimed_artifact (key, due) values (?, ?)")
                .setParameter(1, key.text())
                .setParameter(2, clock.instant().plusSeconds(seconds))
                .executeUpdate()
                .replaceWithVoid();
    }

    /** Deletes it before it is due, unless a row names it by now. */
    public void dropSoon(ArtifactKey key) {
        soon.add(key);
    }

    private void run(StandingThread self) throws InterruptedException, IOException {
        while (!self.isStopping()) {
            self.step();
            List<ArtifactKey> early = new ArrayList<>();
            ArtifactKey first = soon.poll(WAIT_SECONDS, TimeUnit.SECONDS);
            if (first != null) {
                early.add(first);
                soon.drainTo(early, AT_ONCE);
            }
            for (String key : due(early)) {
                self.step();
                store.delete(new ArtifactKey(key));
                forget(key);
            }
        }
    }

    private List<String> due(List<ArtifactKey> early) {
        return Blocking.await(() -> sessions.withSession(session -> session.createNativeQuery(
                        "select key from unclaimed_artifact where due <= ? or key = any (string_to_array(?, ','))"
                                + " order by due limit " + AT_ONCE,
                        String.class)
                .setParameter(1, clock.instant())
                .setParameter(
                        2,
                        String.join(",", early.stream().map(ArtifactKey::text).toList()))
                .getResultList()));
    }

    private void forget(String key) {
        Blocking.await(() -> sessions.withTransaction(
                session -> session.createNativeQuery("delete from unclaimed_artifact where key = ?")
                        .setParameter(1, key)
                        .executeUpdate()));
    }
}
