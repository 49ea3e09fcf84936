package ai.radium.finetune.kubernetes;

import ai.radium.finetune.trainer.JobFailure;
import ai.radium.finetune.trainer.Observation;
import ai.radium.finetune.trainer.Observation.State;
import ai.radium.finetune.trainer.ProgressFile;
import ai.radium.finetune.trainer.Refusal;
import ai.radium.finetune.trainer.Trainer;
import ai.radium.finetune.trainer.TrainingNeed;
import ai.radium.finetune.trainer.TrainingRun;
import java.io.IOException;
import java.io.InputStream;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Runs as Jobs, or as TrainJobs where the cluster knows them. */
public final class KubernetesTrainer implements Trainer, AutoCloseable {
    private static final long MEBIBYTE = 1L << 20;

    /** The trainer knows no more. */
    private static final int MOST_CORES = 64;

    private final KubernetesConfig config;
    private final RunFolders folders;
    private final RunCluster cluster;
    private final InstantSource clock;

    /** @throws IllegalStateException naming the property that is wrong */
    public KubernetesTrainer(KubernetesConfig config, InstantSource clock) {
        if (config.cores() < 1 || config.cores() > MOST_CORES) {
            throw new IllegalStateException("radium.trainer.kubernetes.cores is from 1 to " + MOST_CORES);
        }
        this.config = config;
        this.folders = new RunFolders(config.directory());
        this.cluster = new RunCluster(config);
        this.clock = clock;
    }

    @Override
    public Optional<Refusal> refusal(TrainingNeed need) {
        long most = config.memory().asLongValue();
        return need.memoryBytes() <= most
                ? Optional.empty()
                : Optional.of(new Refusal(
                        JobFailure.OUT_OF_MEMORY,
                        String.format(
                                Locale.ROOT,
                                "Training %s takes about %,d MiB of memory; a run of this cluster may have %,d MiB.",
                                need.baseModel(),
                                Math.ceilDiv(need.memoryBytes(), MEBIBYTE),
                                most / MEBIBYTE)));
    }

    @Override
    public int cores() {
        return config.cores();
    }

    @Override
    public void start(TrainingRun run) throws IOException {
        String id = run.id();
        folders.prepare(run, config.cores(), config.memory().asLongValue());
        if (folders.progress(id).isOver()) {
            return;
        }
        Optional<Work> earlier = cluster.work(id);
        if (earlier.isPresent()) {
            if (earlier.get().isAlive() && folders.failure(id).isEmpty()) {
                return;
            }
            cluster.delete(id);
        }
        folders.forgetFailure(id);
        cluster.create(new RunPlan(id, run.base(), config));
    }

    @Override
    public Observation observe(String runId, long position) throws IOException {
        if (!folders.has(runId)) {
            return new Observation(List.of(), position, State.UNKNOWN);
        }
        // In this order: what it told before its end is read after the end was seen.
        Standing standing = standing(runId);
        ProgressFile.Read read = folders.progress(runId).from(position);
        return read.isAll()
                ? new Observation(read.said(), read.position(), standing.state(), standing.failure())
                : new Observation(read.said(), read.position(), State.RUNNING);
    }

    private Standing standing(String run) throws IOException {
        Optional<Refusal> noted = folders.failure(run);
        if (noted.isPresent()) {
            return new Standing(State.ENDED, noted);
        }
        Optional<Work> work = cluster.work(run);
        if (work.isEmpty()) {
            return new Standing(State.ENDED, Optional.empty());
        }
        Standing standing = Standing.of(work.get(), cluster.pods(run, work.get()), config, clock.instant());
        if (standing.failure().isEmpty()) {
            return standing;
        }
        if (folders.progress(run).isOver()) {
            return new Standing(State.ENDED, Optional.empty()); // the run itself has said why
        }
        folders.note(run, standing.failure().get());
        cluster.delete(run);
        return standing;
    }

    @Override
    public void stop(String runId) throws IOException {
        cluster.delete(runId);
    }

    @Override
    public InputStream open(String runId, String file) throws IOException {
        return folders.open(runId, file);
    }

    @Override
    public void clear(String runId) throws IOException {
        if (cluster.work(runId).filter(Work::isAlive).isPresent()) {
            throw new IllegalStateException("the run " + runId + " is not over");
        }
        cluster.delete(runId);
        folders.delete(runId);
    }

    @Override
    public void close() {
        cluster.close();
    }
}
