package ai.radium.devstack.supervisor;

import ai.radium.devstack.process.Commands;
import ai.radium.devstack.process.Part;
import ai.radium.devstack.process.Ports;
import ai.radium.devstack.process.StackFailure;
import ai.radium.process.Backoff;
import ai.radium.process.GracefulStop;
import ai.radium.process.ProcessIdentity;
import ai.radium.process.Restarts;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** One part and its process: started or adopted, watched, started again when it dies, stopped. */
final class Supervised {
    private static final Duration PROBE_EVERY = Duration.ofMillis(50);

    /** Before a process that died is started again. */
    private static final Backoff BACKOFF =
            new Backoff(Duration.ofMillis(200), Duration.ofSeconds(30), Duration.ofMinutes(1));

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
    private volatile @Nullable ProcessIdentity pid;
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
        ProcessIdentity running = pid;
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
        return pid().flatMap(ProcessIdentity::startedAt).map(part::isBuiltAfter).orElse(false);
    }

    int restarts() {
        return restarts.get();
    }

    Optional<ProcessIdentity> pid() {
        return Optional.ofNullable(pid).filter(ProcessIdentity::isAlive);
    }

    /** Returns once the part is ready, and watches it from then on; fails when it is not ready in its time. */
    void start() {
        current = PartState.STARTING;
        try {
            requireNotStopped();
            ProcessIdentity running = adopted().orElseGet(this::launched);
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

    private String stopped(ProcessIdentity running) {
        boolean byItself = new GracefulStop(part.stopSignal(), rules.stopBudget()).stop(running);
        return Endings.of(part.name(), byItself, rules.stopBudget());
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

    private Optional<ProcessIdentity> adopted() {
        Optional<ProcessIdentity> same = state.running(part.name(), part.runsWith());
        if (same.isEmpty()) {
            state.running(part.name()).ifPresent(this::stopped);
        }
        return same;
    }

    private ProcessIdentity launched() {
        part.ports().forEach((setting, port) -> Ports.requireFree(port, part.name(), setting));
        Process process = Commands.start(part.launch(), log);
        ProcessIdentity started = ProcessIdentity.of(process.pid())
                .orElseThrow(() -> new StackFailure("%s ended at once, see %s".formatted(part.name(), log)));
        state.putPart(part.name(), started, part.runsWith());
        return started;
    }

    private void awaitReady(ProcessIdentity running) {
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
        for (ProcessIdentity running = pid; running != null; running = pid) {
            try {
                watch(running);
                return;
            } catch (RuntimeException e) { // the edge of a thread: a part that nobody watches would stay dead
                System.getLogger(Supervised.class.getName())
                        .log(System.Logger.Level.ERROR, "the watch of " + part.name() + " begins anew", e);
                if (pauseEndedByStop(BACKOFF.longest())) {
                    return;
                }
            }
        }
    }

    private void watch(ProcessIdentity first) {
        ProcessIdentity watched = first;
        Restarts pauses = new Restarts(BACKOFF, InstantSource.system());
        while (awaitedEnd(watched)) {
            Duration pause = pauses.died();
            current = stopping.getCount() == 0 ? current : PartState.RESTARTING;
            if (pauseEndedByStop(pause)) {
                return;
            }
            watched = restarted(watched);
            pauses.started();
        }
    }

    /** True once the process has ended, by itself or because it was hung; false when nobody watches any more. */
    private boolean awaitedEnd(ProcessIdentity watched) {
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
                new GracefulStop(part.stopSignal(), LAST_CHANCE).stop(watched);
                return true;
            }
        }
        return true;
    }

    /** The new process, or the dead one when it could not be started; then the watch pauses and tries again. */
    private ProcessIdentity restarted(ProcessIdentity dead) {
        restarts.incrementAndGet();
        ProcessIdentity started = dead;
        try {
            started = launched();
            pid = started;
            requireNotStopped();
            awaitReady(started);
            part.provision();
            current = PartState.READY;
        } catch (StackFailure failure) {
            GracefulStop.kill(started);
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
}
