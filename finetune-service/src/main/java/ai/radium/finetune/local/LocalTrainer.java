package ai.radium.finetune.local;

import ai.radium.finetune.trainer.Observation;
import ai.radium.finetune.trainer.ProgressFile;
import ai.radium.finetune.trainer.Refusal;
import ai.radium.finetune.trainer.Trainer;
import ai.radium.finetune.trainer.TrainingNeed;
import ai.radium.finetune.trainer.TrainingRun;
import ai.radium.finetune.weights.BaseWeights;
import ai.radium.kit.ids.Ids;
import ai.radium.process.GracefulStop;
import ai.radium.process.ProcessIdentity;
import ai.radium.process.ProcessLaunch;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jboss.logging.Logger;

/** Trainers as processes of this machine; whoever asks for a run that waits starts it when its turn has come. */
public final class LocalTrainer implements Trainer {
    private static final Logger LOG = Logger.getLogger(LocalTrainer.class);

    /** The trainer itself takes 4.7 s at most to write its checkpoint. */
    private static final GracefulStop STOP = GracefulStop.within(Duration.ofMillis(4_900));

    private final LocalConfig config;
    private final BaseWeights weights;
    private final InstantSource clock;
    private final LocalRoom room;
    private final RunFiles files;

    /** @throws IllegalStateException naming the property that is wrong */
    public LocalTrainer(LocalConfig config, BaseWeights weights, InstantSource clock) {
        this.config = config;
        this.weights = weights;
        this.clock = clock;
        room = LocalRoom.of(config);
        files = new RunFiles(config.home());
    }

    @Override
    public Optional<Refusal> refusal(TrainingNeed need) {
        return room.refusal(need);
    }

    @Override
    public int cores() {
        return room.cores();
    }

    @Override
    public void start(TrainingRun run) throws IOException {
        if (files.find(run.id()).isEmpty()) {
            new RunMaterials(files.makeFolder(run.id())).write(run, weights.file(run.base()), room);
        }
        files.alone(() -> {
            Optional<LocalRun> known = files.find(run.id());
            if (known.isEmpty() || mayBegin(known.get())) {
                files.write(LocalRun.waiting(run.id(), clock.instant()));
            }
            launchNext();
        });
    }

    @Override
    public Observation observe(String runId, long position) throws IOException {
        Optional<LocalRun> known = files.find(runId);
        if (known.isEmpty()) {
            return new Observation(List.of(), position, Observation.State.UNKNOWN);
        }
        if (known.get().isWaiting()) {
            files.alone(this::launchNext);
        }
        // Looked at before what it has said is read: of one that has ended, that is then all.
        boolean runs = known.get().isWaiting() || known.get().running().isPresent();
        ProgressFile.Read read = materials(runId).progress().from(position);
        return new Observation(
                read.said(),
                read.position(),
                runs || !read.isAll() ? Observation.State.RUNNING : Observation.State.ENDED);
    }

    @Override
    public void stop(String runId) throws IOException {
        List<ProcessIdentity> its = new ArrayList<>();
        files.alone(() -> {
            Optional<LocalRun> known = files.find(runId);
            if (known.isPresent()) {
                files.write(known.get().stopped());
                known.get().running().ifPresent(its::add);
            }
        });
        its.forEach(STOP::stop);
        files.alone(this::launchNext);
    }

    @Override
    public InputStream open(String runId, String file) throws IOException {
        Path output = materials(runId).output().toRealPath();
        Path asked = output.resolve(file).toRealPath();
        if (!asked.startsWith(output)) {
            throw new NoSuchFileException(file);
        }
        return Files.newInputStream(asked);
    }

    /** @throws IllegalStateException when it runs or waits */
    @Override
    public void clear(String runId) throws IOException {
        files.alone(() -> {
            Optional<LocalRun> known = files.find(runId);
            if (known.filter(run -> run.isWaiting() || run.running().isPresent())
                    .isPresent()) {
                throw new IllegalStateException(runId + " has not ended");
            }
            files.delete(runId);
        });
    }

    /** Not while it waits or runs, and not when it has told its end. */
    private boolean mayBegin(LocalRun run) throws IOException {
        return !run.isWaiting()
                && run.running().isEmpty()
                && !materials(run.id()).progress().isOver();
    }

    private void launchNext() throws IOException {
        List<LocalRun> all = files.all();
        if (all.stream().anyMatch(run -> run.running().isPresent())) {
            return;
        }
        Optional<LocalRun> next = all.stream()
                .filter(LocalRun::isWaiting)
                .min(Comparator.comparingLong(LocalRun::waitingSince).thenComparing(LocalRun::id));
        if (next.isPresent()) {
            launch(next.get().launching(Ids.ulid()));
        }
    }

    private void launch(LocalRun run) throws IOException {
        RunMaterials materials = materials(run.id());
        materials.progress().endLine();
        files.write(run);
        List<String> command = new ArrayList<>(config.command());
        command.add(materials.job().toString());
        Process started = ProcessLaunch.of(command)
                .inNewGroup()
                .inheritingTheUsualAnd()
                .with(Map.of(LocalRun.LAUNCH, String.valueOf(run.launch())))
                .loggingTo(materials.progress().file())
                .errorsTo(materials.log())
                .limited(room.limits())
                .start();
        files.write(run.launched(ProcessIdentity.of(started.pid())));
        LOG.infof("trainer started: %s, pid %d", run.id(), started.pid());
    }

    private RunMaterials materials(String runId) {
        return new RunMaterials(files.folder(runId));
    }
}
