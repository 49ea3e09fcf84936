package ai.radium.deployment.local;

import ai.radium.deployment.runtime.CrashPoint;
import ai.radium.deployment.runtime.Failure;
import ai.radium.deployment.runtime.LogLine;
import ai.radium.deployment.runtime.ModelRuntime;
import ai.radium.deployment.runtime.Observation;
import ai.radium.deployment.runtime.Placement;
import ai.radium.deployment.runtime.Plan;
import ai.radium.deployment.runtime.Replica;
import ai.radium.deployment.runtime.Room;
import ai.radium.deployment.runtime.WorkerLog;
import ai.radium.deployment.runtime.WorkerSecret;
import ai.radium.kit.ids.Ids;
import ai.radium.process.GracefulStop;
import ai.radium.process.LastLines;
import ai.radium.process.ProcessIdentity;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Replicas as processes of this machine. The record of a start is written before the process is started and completed
 * after it; the process carries the start's name in its environment. So whatever line this service is killed at, the
 * next one finds each process either by pid and start time or by that name.
 */
public final class LocalRuntime implements ModelRuntime {
    private static final Logger LOG = Logger.getLogger(LocalRuntime.class);

    /** Stands for a process that was gone before it could be looked at. */
    private static final ProcessIdentity ENDED_AT_ONCE = new ProcessIdentity(1, 0, "ended at once");

    private final LocalConfig config;
    private final WorkerFiles files;
    private final WeightsCache weights;
    private final InstantSource clock;
    private final WorkerHealth health;
    private final Optional<WorkerSecret> secret;
    private final LogRetention retention;

    /** Ports and room are shared by all deployments, which get their turns in order. Nobody asks a worker in his turn. */
    private final ReentrantLock acting = new ReentrantLock(true);

    private final Set<ProcessIdentity> watched = ConcurrentHashMap.newKeySet();
    private volatile Consumer<String> changed = deployment -> {};

    /** @param secret absent: workers take calls from every process of this machine */
    public LocalRuntime(LocalConfig config, Optional<WorkerSecret> secret, InstantSource clock) {
        this.config = config;
        this.secret = secret;
        this.clock = clock;
        health = new WorkerHealth(clock, config.silentAfter());
        weights = new WeightsCache(config.models().toAbsolutePath(), config.sharedModels());
        files = new WorkerFiles(config.home());
        retention = new LogRetention(files, config, clock);
    }

    @Override
    public Plan plan(Placement desired) {
        retention.lookWhenDue();
        Failure missing = weights.missing(desired);
        List<SeenWorker> seen = look(desired.deployment());
        if (missing != null) {
            return Plan.idle(new Observation(replicas(seen, LocalPlan.NOTHING), missing));
        }
        LocalPlan plan = LocalPlan.of(desired, seen, memoryMib(desired), roomIn(files.all()), clock.instant(), config);
        return new Plan(new Observation(replicas(seen, plan), plan.failure()), () -> execute(plan, desired));
    }

    @Override
    public boolean remove(String deployment) {
        List<SeenWorker> seen = look(deployment);
        acting.lock();
        try {
            LocalPlan.removal(seen, clock.instant()).actions().forEach(action -> act(action, null));
            return files.of(deployment).isEmpty();
        } finally {
            acting.unlock();
        }
    }

    @Override
    public void forget(String deployment) {
        files.forget(deployment);
    }

    @Override
    public Room room(Placement desired) {
        boolean hasRoom =
                weights.missing(desired) == null && roomIn(files.all()).fitting(memoryMib(desired), 1) == 1;
        return hasRoom ? Room.ONE_MORE : Room.NONE;
    }

    @Override
    public List<LogLine> logs(String deployment) {
        return files.of(deployment).stream()
                .flatMap(worker -> WorkerLog.read(worker.replicaId(), lastLines(worker)).stream())
                .toList();
    }

    @Override
    public boolean hasAccelerators() {
        return false;
    }

    @Override
    public void watch(Consumer<String> listener) {
        changed = listener;
    }

    /** Leaves the workers running. */
    @Override
    public void close() {
        health.close();
        files.close();
    }

    /** Leaves out what was done meanwhile, and launches for which the room went to another deployment meanwhile. */
    private void execute(LocalPlan plan, Placement desired) {
        acting.lock();
        try {
            List<Worker> recorded = files.all();
            boolean hasRoom = roomIn(recorded).fitting(memoryMib(desired), plan.launches()) == plan.launches();
            plan.actions().stream()
                    .filter(action -> isStillToDo(action, desired, recorded, hasRoom))
                    .forEach(action -> act(action, desired));
        } finally {
            acting.unlock();
        }
    }

    private static boolean isStillToDo(Action action, Placement desired, List<Worker> recorded, boolean hasRoom) {
        return switch (action) {
            case Action.Launch launch ->
                hasRoom
                        && recorded.stream()
                                .noneMatch(worker -> worker.deployment().equals(desired.deployment())
                                        && worker.index() == launch.index());
            case Action.Relaunch relaunch -> isRecorded(relaunch.worker(), recorded);
            case Action.MarkReady mark -> isRecorded(mark.worker(), recorded);
            case Action.MarkCrashed mark -> isRecorded(mark.worker(), recorded);
            case Action.Stop stop -> isRecorded(stop.worker(), recorded);
            case Action.Kill kill -> isRecorded(kill.worker(), recorded);
            case Action.Forget forget -> isRecorded(forget.worker(), recorded);
        };
    }

    /** The same start of the worker, not a later one. */
    private static boolean isRecorded(Worker worker, List<Worker> recorded) {
        return recorded.stream().anyMatch(other -> other.launch().equals(worker.launch()));
    }

    private LocalPlan.Room roomIn(List<Worker> recorded) {
        long used = recorded.stream().mapToLong(Worker::memoryMib).sum();
        return new LocalPlan.Room(config.maxWorkers() - recorded.size(), config.memoryMib() - used);
    }

    private Stream<String> lastLines(Worker worker) {
        return LastLines.of(files.log(worker), WorkerLog.MOST_LINES).lines().stream();
    }

    private long memoryMib(Placement desired) {
        return config.overheadMib() + weights.mib(desired.weights()).orElse(config.unknownWeightsMib());
    }

    private List<SeenWorker> look(String deployment) {
        return files.of(deployment).stream().map(this::look).toList();
    }

    private SeenWorker look(Worker recorded) {
        Worker worker = recorded.process() == null ? adopted(recorded) : recorded;
        ProcessIdentity process = worker.process();
        if (process == null || !process.isAlive()) {
            health.forget(worker);
            return SeenWorker.gone(worker);
        }
        tellOfItsEnd(worker.deployment(), process);
        return worker.stopBy() == null ? health.look(worker) : new SeenWorker(worker, true, false, Duration.ZERO);
    }

    private static Worker adopted(Worker recorded) {
        return WorkerLaunch.processOf(recorded).map(recorded::running).orElse(recorded);
    }

    private void tellOfItsEnd(String deployment, ProcessIdentity process) {
        process.handle()
                .filter(running -> watched.add(process))
                .ifPresent(running -> running.onExit()
                        .thenRun(() -> {
                            watched.remove(process);
                            changed.accept(deployment);
                        })
                        .exceptionally(none -> null));
    }

    private void act(Action action, @Nullable Placement desired) {
        switch (action) {
            case Action.Launch launch -> launch(launch.index(), required(desired));
            case Action.Relaunch relaunch ->
                start(
                        relaunch.worker().relaunched(Ids.ulid(), memoryMib(required(desired)), clock.instant()),
                        required(desired));
            case Action.MarkReady mark -> files.write(mark.worker().ready(clock.instant()), CrashPoint.PROCESS_RECORD);
            case Action.MarkCrashed mark -> {
                LOG.warnf(
                        "worker ended unasked: %s, last words: %s",
                        mark.worker().name(),
                        LastLines.of(files.log(mark.worker()), 1).text());
                files.write(mark.worker().crashed(clock.instant(), config), CrashPoint.PROCESS_RECORD);
            }
            case Action.Stop stop -> stop(stop.worker());
            case Action.Kill kill -> {
                LOG.warnf(
                        "worker does not end, start or answer in time and is killed: %s",
                        kill.worker().name());
                end(kill.worker(), true);
            }
            case Action.Forget forget -> files.delete(forget.worker());
        }
    }

    private void launch(int index, Placement desired) {
        Set<Integer> taken = files.all().stream().map(Worker::port).collect(Collectors.toSet());
        int port = Ports.free(config.basePort(), taken);
        start(Worker.planned(desired, index, Ids.ulid(), port, memoryMib(desired), clock.instant()), desired);
    }

    private void start(Worker worker, Placement desired) {
        files.write(worker, CrashPoint.INTENT_WRITE);
        Optional<Path> token = secret.map(known -> files.writeToken(worker, known.tokenOf(worker.deployment())));
        CrashPoint.PROCESS_START.before();
        Optional<ProcessIdentity> process = WorkerLaunch.start(
                new WorkerLaunch.Order(
                        worker, desired, weights.folder(), files.log(worker), files.usage(worker), token),
                config);
        CrashPoint.PROCESS_START.after();
        ProcessIdentity started = process.orElse(ENDED_AT_ONCE);
        files.write(worker.running(started), CrashPoint.PROCESS_RECORD);
        tellOfItsEnd(worker.deployment(), started);
        LOG.infof("worker started: %s, port %d, pid %d", worker.name(), worker.port(), started.pid());
    }

    private void stop(Worker worker) {
        Instant by = clock.instant().plus(config.stopTimeout());
        if (worker.stopBy() == null) {
            files.write(worker.stopping(by), CrashPoint.INTENT_WRITE);
        }
        end(worker, false);
    }

    /** Asks again each time, which a worker that is finishing ignores: the ask before may never have been sent. */
    private static void end(Worker worker, boolean atOnce) {
        ProcessIdentity process = worker.process();
        if (process == null || !process.isAlive()) {
            return;
        }
        CrashPoint.PROCESS_STOP.before();
        if (atOnce) {
            GracefulStop.kill(process);
        } else {
            GracefulStop.within(Duration.ZERO).ask(process);
        }
        CrashPoint.PROCESS_STOP.after();
    }

    private static List<Replica> replicas(List<SeenWorker> seen, LocalPlan plan) {
        return seen.stream()
                .map(worker -> new Replica(
                        worker.worker().replicaId(),
                        "127.0.0.1:" + worker.worker().port(),
                        worker.worker().revision(),
                        worker.ready() && !plan.stops(worker.worker())))
                .toList();
    }

    private static Placement required(@Nullable Placement desired) {
        if (desired == null) {
            throw new IllegalStateException("a removal starts nothing");
        }
        return desired;
    }
}
