package ai.radium.devstack.supervisor;

import ai.radium.devstack.process.Launch;
import ai.radium.devstack.process.Part;
import ai.radium.devstack.process.Pid;
import ai.radium.devstack.process.Ports;
import ai.radium.devstack.process.StackFailure;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** One part and its process: started or adopted, watched, started again when it dies, stopped. */
final class Supervised {
    private static final Duration PROBE_EVERY = Duration.ofMillis(50);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(200);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);

    /** A process that ran this long before it died starts the pauses anew. */
    private static final Duration STEADY = Duration.ofMinutes(1);

    private static final Duration FOR_EVER = Duration.ofDays(10_000);
    /** What a hung process gets to end in order; one that is stopped by SIGSTOP, say, never does. */
    private static final Duration LAST_CHANCE = Duration.ofSeconds(3);

    private final Part part;
    private final StateFile state;
    private final Path log;
    private final SupervisionRules rules;
    private final CountDownLatch stopping = new CountDownLatch(1);

    private volatile PartState current = PartState.WAITING;
    private final AtomicInteger restarts = new AtomicInteger();
    private volatile @Nullable Pid pid;
    private volatile @Nullable Thread watcher;

    Supervised(Part part, StateFile state, Path log, SupervisionRules rules) {
        this.part = part;
        this.state = state;
        this.log = log;
        this.rules = rules;
    }

    Part part() {
        return part;
    }

    PartState state() {
        Pid running = pid;
        return current == PartState.READY && (running == null || !running.isAlive()) ? PartState.RESTARTING : current;
    }

    /** Where it stands by what it answers now. */
    PartState look() {
        PartState known = state();
        if (known != PartState.READY || part.isReady()) {
            return known;
        }
        return part.answers() ? PartState.NOT_READY : PartState.NOT_ANSWERING;
    }

    /** Whether it runs from an older build than the one on disk. */
    boolean isOutdated() {
        return pid().map(running -> part.isBuiltAfter(running.startedAt())).orElse(false);
    }

    int restarts() {
        return restarts.get();
    }

    Optional<Pid> pid() {
        return Optional.ofNullable(pid).filter(Pid::isAlive);
    }

    /** Returns once the part is ready, and watches it from then on; fails when it is not ready in its time. */
    void start() {
        current = PartState.STARTING;
        try {
            requireNotStopped();
            Pid running = adopted().orElseGet(this::launched);
            pid = running;
            requireNotStopped();
            awaitReady(running);
            part.provision();
            current = PartState.READY;
            watcher = Thread.ofVirtual().name("watch " + part.name()).start(this::keepWatching);
        } catch (StackFailure failure) {
            current = PartState.FAILED;
            stopProcess();
            throw failure;
        }
    }

    /** Stops the process, and with it the watch; says how it ended, or nothing if it did not run. */
    Optional<String> stop() {
        stopping.countDown();
        Optional<String> ending = stopProcess();
        joinWatcher();
        if (current != PartState.FAILED) {
            current = PartState.STOPPED;
        }
        return ending;
    }

    /** Leaves the process to itself. */
    void abandon() {
        stopping.countDown();
        Thread watching = watcher;
        if (watching != null) {
            watching.interrupt();
        }
    }

    private Optional<String> stopProcess() {
        Optional<String> ending = pid().map(this::stopped);
        if (pid != null) {
            state.removePart(part.name());
        }
        return ending;
    }

    private String stopped(Pid running) {
        return Endings.of(part.name(), running.stop(part.stopSignal(), rules.stopBudget()), rules.stopBudget());
    }

    /** A restart may have been under way: what it started has to go too. */
    private void joinWatcher() {
        Thread watching = watcher;
        if (watching == null) {
            return;
        }
        try {
            if (watching.join(rules.stopBudget())) {
                stopProcess();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private Optional<Pid> adopted() {
        Optional<Pid> same = state.running(part.name(), part.runsWith());
        if (same.isEmpty()) {
            state.running(part.name()).ifPresent(this::stopped);
        }
        return same;
    }

    private Pid launched() {
        part.ports().forEach((setting, port) -> Ports.requireFree(port, part.name(), setting));
        Launch launch = part.launch();
        Process process = launch.start(log);
        Pid started = Pid.of(process.toHandle())
                .orElseThrow(() -> new StackFailure("%s ended at once, see %s".formatted(part.name(), log)));
        state.putPart(part.name(), started, part.runsWith());
        return started;
    }

    private void awaitReady(Pid running) {
        Instant limit = Instant.now().plus(part.startLimit());
        while (!part.isReady()) {
            if (!running.isAlive()) {
                throw new StackFailure("%s ended while it started, see %s".formatted(part.name(), log));
            }
            if (Instant.now().isAfter(limit)) {
                throw new StackFailure("%s is not ready after %d s, see %s"
                        .formatted(part.name(), part.startLimit().toSeconds(), log));
            }
            if (pauseEndedByStop(PROBE_EVERY)) {
                requireNotStopped();
            }
        }
    }

    private void requireNotStopped() {
        if (stopping.getCount() == 0) {
            throw new StackFailure(part.name() + " was stopped while it started");
        }
    }

    private void keepWatching() {
        for (Pid running = pid; running != null; running = pid) {
            try {
                watch(running);
                return;
            } catch (RuntimeException e) { // the edge of a thread: a part that nobody watches would stay dead
                System.getLogger(Supervised.class.getName())
                        .log(System.Logger.Level.ERROR, "the watch of " + part.name() + " begins anew", e);
                if (pauseEndedByStop(LONGEST_PAUSE)) {
                    return;
                }
            }
        }
    }

    private void watch(Pid first) {
        Pid watched = first;
        Duration pause = FIRST_PAUSE;
        while (true) {
            Instant from = Instant.now();
            if (!awaitedEnd(watched)) {
                return;
            }
            if (Duration.between(from, Instant.now()).compareTo(STEADY) > 0) {
                pause = FIRST_PAUSE;
            }
            current = stopping.getCount() == 0 ? current : PartState.RESTARTING;
            if (pauseEndedByStop(pause)) {
                return;
            }
            pause = longer(pause);
            watched = restarted(watched);
        }
    }

    /** True once the process has ended, by itself or because it was hung; false when nobody watches any more. */
    private boolean awaitedEnd(Pid watched) {
        int silent = 0;
        while (!watched.endsWithin(rules.lookEvery())) {
            if (Thread.currentThread().isInterrupted()) {
                return false;
            }
            if (stopping.getCount() == 0) {
                return watched.endsWithin(FOR_EVER);
            }
            silent = part.answers() ? 0 : silent + 1;
            if (silent >= rules.failures() * part.patience()) {
                System.getLogger(Supervised.class.getName())
                        .log(System.Logger.Level.WARNING, "{0} gives no sign of life and is killed", part.name());
                watched.stop(part.stopSignal(), LAST_CHANCE);
                return true;
            }
        }
        return true;
    }

    /** The new process, or the dead one when it could not be started; then the watch pauses and tries again. */
    private Pid restarted(Pid dead) {
        restarts.incrementAndGet();
        Pid started = dead;
        try {
            started = launched();
            pid = started;
            requireNotStopped();
            awaitReady(started);
            part.provision();
            current = PartState.READY;
        } catch (StackFailure failure) {
            started.kill();
            System.getLogger(Supervised.class.getName()).log(System.Logger.Level.WARNING, failure.getMessage());
        }
        return started;
    }

    private boolean pauseEndedByStop(Duration pause) {
        try {
            return stopping.await(pause.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return true;
        }
    }

    private static Duration longer(Duration pause) {
        Duration twice = pause.multipliedBy(2);
        return twice.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : twice;
    }
}
