package ai.radium.finetune.job;

import ai.radium.finetune.trainer.Observation;
import ai.radium.finetune.trainer.Trainer;
import ai.radium.kit.life.StandingThread;
import ai.radium.kit.life.StandingThreads;
import ai.radium.kit.outbox.Blocking;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.hibernate.reactive.mutiny.Mutiny;

/** Ends the runs of jobs that have ended, and has the trainer forget them. Counts those that wait and run, too. */
@ApplicationScoped
class Clearing {
    private static final long WAIT_MILLIS = 1_000;
    private static final String TO_CLEAR =
            "select id, told from job where not cleared and status not in ('PENDING', 'RUNNING') order by ended_at limit 100";

    private final Trainer trainer;
    private final Mutiny.SessionFactory sessions;
    private final StandingThreads threads;
    private final Semaphore looks = new Semaphore(0);
    private final AtomicLong pending = new AtomicLong();
    private final AtomicLong running = new AtomicLong();

    Clearing(Trainer trainer, Mutiny.SessionFactory sessions, StandingThreads threads, MeterRegistry meters) {
        this.trainer = trainer;
        this.sessions = sessions;
        this.threads = threads;
        gauge(meters, "pending", pending);
        gauge(meters, "running", running);
    }

    private static void gauge(MeterRegistry meters, String status, AtomicLong jobs) {
        Gauge.builder("radium.fine.tuning.jobs", jobs, AtomicLong::get)
                .description("jobs of the whole install that have not ended")
                .tag("status", status)
                .register(meters);
    }

    void start(@Observes StartupEvent ignored) {
        threads.start("fine-tuning-clearing", this::run);
    }

    /** A job has ended. */
    void look() {
        looks.release();
    }

    private void run(StandingThread self) throws InterruptedException, IOException {
        while (!self.isStopping()) {
            self.step();
            count();
            for (Object[] row : toClear()) {
                self.step();
                String job = (String) row[0];
                if (isEnded(job, (Long) row[1])) {
                    trainer.clear(job);
                    cleared(job);
                }
            }
            if (looks.tryAcquire(WAIT_MILLIS, TimeUnit.MILLISECONDS)) {
                looks.drainPermits();
            }
        }
    }

    private boolean isEnded(String job, long told) throws IOException {
        trainer.stop(job);
        return trainer.observe(job, told).state() != Observation.State.RUNNING;
    }

    private List<Object[]> toClear() {
        return Blocking.await(() -> sessions.withSession(
                session -> session.createNativeQuery(TO_CLEAR, Object[].class).getResultList()));
    }

    private void cleared(String job) {
        Blocking.await(() -> sessions.withTransaction(
                session -> session.createNativeQuery("update job set cleared = true where id = ?")
                        .setParameter(1, job)
                        .executeUpdate()));
    }

    private void count() {
        pending.set(0);
        running.set(0);
        Blocking.await(() -> sessions.withSession(session -> session.createNativeQuery(
                                "select status, count(*) from job where status in ('PENDING', 'RUNNING') group by status",
                                Object[].class)
                        .getResultList()))
                .forEach(row -> (row[0].equals("PENDING") ? pending : running).set((Long) row[1]));
    }
}
