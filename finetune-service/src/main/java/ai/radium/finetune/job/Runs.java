package ai.radium.finetune.job;

import ai.radium.contracts.training.TrainingProgress.Completed;
import ai.radium.contracts.training.TrainingProgress.Failed;
import ai.radium.finetune.artifact.ArtifactStore;
import ai.radium.finetune.estimate.CannotTrain;
import ai.radium.finetune.estimate.Plans;
import ai.radium.finetune.trainer.JobFailure;
import ai.radium.finetune.trainer.Observation;
import ai.radium.finetune.trainer.Refusal;
import ai.radium.finetune.trainer.Trainer;
import ai.radium.kit.life.StandingThread;
import ai.radium.kit.life.StandingThreads;
import ai.radium.kit.telemetry.LogLine;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Looks after jobs: one is taken by a lease, its run is started and watched, and what it tells is stored as it tells it. Whoever dies
 * over it loses the lease, and another goes on where it was.
 */
@ApplicationScoped
class Runs {
    private static final Logger LOG = Logger.getLogger(Runs.class);
    private static final long WAIT_SECONDS = 1;

    private final JobLeases leases;
    private final Plans plans;
    private final Results results;
    private final Trainer trainer;
    private final ArtifactStore store;
    private final Clearing clearing;
    private final JobConfig config;
    private final StandingThreads threads;
    private final InstantSource clock;
    private final Semaphore looks = new Semaphore(0);

    Runs(
            JobLeases leases,
            Plans plans,
            Results results,
            Trainer trainer,
            ArtifactStore store,
            Clearing clearing,
            JobConfig config,
            StandingThreads threads,
            InstantSource clock) {
        this.leases = leases;
        this.plans = plans;
        this.results = results;
        this.trainer = trainer;
        this.store = store;
        this.clearing = clearing;
        this.config = config;
        this.threads = threads;
        this.clock = clock;
    }

    void start(@Observes StartupEvent ignored) {
        for (int i = 1; i <= config.atOnce(); i++) {
            threads.start("fine-tuning-" + i, this::run);
        }
    }

    /** There may be something to run. */
    void look() {
        looks.release();
    }

    private void run(StandingThread self) throws InterruptedException, IOException {
        while (!self.isStopping()) {
            self.step();
            JobLease lease = leases.take();
            if (lease == null) {
                if (looks.tryAcquire(WAIT_SECONDS, TimeUnit.SECONDS)) {
                    looks.drainPermits();
                }
            } else {
                lookAfter(self, lease);
                clearing.look();
            }
        }
    }

    private void lookAfter(StandingThread self, JobLease lease) throws InterruptedException, IOException {
        Material material = Material.of(lease).orElse(null);
        if (lease.isHopeless()) {
            fail(lease, new Refusal(JobFailure.TRAINER_CRASHED, "The job could not be looked after."));
        } else if (material == null) {
            fail(lease, new Refusal(JobFailure.DATASET_INVALID, "Nothing of the dataset can be learnt."));
        } else {
            JobLease begun = lease.job().state() instanceof JobState.Running ? lease : begun(self, lease, material);
            if (begun != null) {
                watch(self, begun, material);
            }
        }
    }

    private void fail(JobLease lease, Refusal why) {
        leases.failed(lease, nothing(), lease.job().told(), failure(why));
    }

    private Told nothing() {
        return Told.of(List.of(), 0, clock.instant());
    }

    private static JobState.Failed failure(Refusal why) {
        return new JobState.Pending()
                .failed(why.code(), sentence(why.message()) + " " + why.code().cure());
    }

    private static String sentence(String message) {
        return message.endsWith(".") ? message : message + ".";
    }

    /** Null when its run may not begin. */
    private @Nullable JobLease begun(StandingThread self, JobLease lease, Material material) throws IOException {
        Upkeep upkeep = new Upkeep(self, lease, leases, clock);
        try {
            Plans.Judged judged = plans.judge(material.inputs(), upkeep::go);
            if (!judged.reasons().isEmpty()) {
                fail(lease, judged.reasons().getFirst());
                return null;
            }
            return leases.begin(lease, judged.plan(), material.source(), material.validationSource());
        } catch (CannotTrain e) {
            fail(lease, e.refusal());
            return null;
        } catch (Upkeep.Lost e) {
            return null;
        }
    }

    private void watch(StandingThread self, JobLease lease, Material material)
            throws InterruptedException, IOException {
        Watch watch = new Watch(lease, material);
        while (watch.goesOn()) {
            self.step();
            if (self.isStopping()) {
                leases.giveBack(lease);
                return;
            }
            if (!watch.look()) {
                self.rest(config.look());
            }
        }
    }

    /** A run from where it was left. */
    private final class Watch {
        private final JobLease lease;
        private final Material material;
        private long position;
        private int restarts;
        private boolean isFirst = true;
        private boolean goesOn = true;

        Watch(JobLease lease, Material material) {
            this.lease = lease;
            this.material = material;
            position = lease.job().told();
            restarts = lease.job().restarts();
        }

        boolean goesOn() {
            return goesOn;
        }

        /** Whether there was anything new. */
        boolean look() throws IOException {
            Observation seen = trainer.observe(lease.job().id(), position);
            Told told = Told.of(seen.said(), steps(), clock.instant());
            boolean isBegin = isFirst && told.end().isEmpty() && seen.state() != Observation.State.RUNNING;
            isFirst = false;
            if (isBegin && (seen.state() == Observation.State.ENDED || position == 0)) {
                return begin(told, seen);
            }
            if (told.end().isPresent()) {
                end(told, seen.position());
                return true;
            }
            return switch (seen.state()) {
                case RUNNING -> goOn(told, seen);
                case ENDED -> ended(told, seen);
                case UNKNOWN -> lost(told);
            };
        }

        /** Whoever looked after it before did not come to start it, or its process went with them: that is no fault of the run. */
        private boolean begin(Told told, Observation seen) throws IOException {
            goOn(told, seen);
            if (goesOn) {
                trainer.start(material.run(store));
            }
            return true;
        }

        private long steps() {
            return lease.job().plan() == null ? 0 : lease.job().plan().steps();
        }

        private boolean goOn(Told told, Observation seen) {
            goesOn = seen.said().isEmpty() ? leases.renew(lease) : leases.told(lease, told, seen.position());
            position = seen.position();
            return !seen.said().isEmpty();
        }

        /** What its surroundings say of it is final, unless another try may do. */
        private boolean ended(Told told, Observation seen) throws IOException {
            Optional<Refusal> failure = seen.failure().filter(why -> why.code() != JobFailure.TRAINER_CRASHED);
            if (failure.isEmpty()) {
                return startAgain(told, seen.position());
            }
            goesOn = false;
            leases.failed(lease, told, seen.position(), failure(failure.get()));
            return true;
        }

        private boolean startAgain(Told told, long seen) throws IOException {
            if (restarts >= config.restarts()) {
                goesOn = false;
                String message = "The trainer's process died %d times.".formatted(restarts + 1);
                leases.failed(lease, told, seen, failure(new Refusal(JobFailure.TRAINER_CRASHED, message)));
                return true;
            }
            restarts++;
            position = seen;
            goesOn = leases.restarted(lease, told, seen);
            if (goesOn) {
                trainer.start(material.run(store));
            }
            return true;
        }

        private boolean lost(Told told) {
            goesOn = false;
            leases.failed(
                    lease,
                    told,
                    position,
                    failure(new Refusal(JobFailure.CHECKPOINT_LOST, "The run's files are not there any more.")));
            return true;
        }

        private void end(Told told, long seen) throws IOException {
            switch (told.end().orElseThrow()) {
                case Completed made -> complete(told, seen, made);
                case Failed failed -> {
                    goesOn = false;
                    JobFailure code = JobFailure.valueOf(failed.code().name());
                    leases.failed(lease, told, seen, failure(new Refusal(code, failed.message())));
                }
                default -> throw new IllegalStateException("a run ends in a result or in a failure");
            }
        }

        private void complete(Told told, long seen, Completed made) throws IOException {
            goesOn = false;
            Optional<Result> result = kept(made);
            if (result.isEmpty()) {
                lost(told);
            } else if (leases.renew(lease)) {
                leases.completed(lease, told, seen, result.get(), made.seconds());
            }
        }

        private Optional<Result> kept(Completed made) throws IOException {
            try {
                return Optional.of(results.keep(lease.job(), made));
            } catch (NoSuchFileException e) {
                LogLine.to(LOG).with("job", lease.job().id()).warn("a run's result is not there");
                return Optional.empty();
            }
        }
    }
}
