package ai.radium.worker.llama;

import ai.radium.worker.engine.EngineFailure;
import ai.radium.worker.engine.EngineState;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The child that takes new work, and those that were replaced and only finish what they run. */
final class Children {
    /** How long work waits for a child that is being started again (measured: 0.1 to 0.6 s). */
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final HttpClient http;
    private final Set<Lease> leases = new HashSet<>();
    private final Set<Child> others = new HashSet<>(); // being started, or ending
    private Child current;
    private int earlierRestarts;
    private int earlierHangs;
    private boolean isClosed;
    private @Nullable EngineState stateAtTheGate; // set while new work waits for a planned restart

    /** The right to use a child: unless it crashes, it lives until this is closed. */
    final class Lease implements AutoCloseable {
        private final Child child;
        private final String adapter;

        private Lease(Child child, String adapter) {
            this.child = child;
            this.adapter = adapter;
        }

        List<Path> adapters() {
            return child.launch().adapters();
        }

        /** As the child says, or as it was told until it says. */
        int contextLength() {
            return child.supervisor().state() instanceof EngineState.Ready ready
                    ? ready.contextLength()
                    : child.launch().contextLength();
        }

        /** Bytes of the vocabulary's longest token. */
        int longestToken() {
            return child.launch().longestToken();
        }

        Supervisor.Served served() throws InterruptedException {
            return child.supervisor()
                    .served(PATIENCE)
                    .orElseThrow(() -> new EngineFailure(EngineFailure.CRASHED, "the engine is not running"));
        }

        @Override
        public void close() {
            leave(this);
        }
    }

    Children(Launch first, HttpClient http) {
        this.http = http;
        this.current = new Child(first, new Supervisor(first, http));
    }

    /** Of the child that takes new work. A planned restart does not show: new work waits for it. */
    synchronized EngineState state() {
        return stateAtTheGate == null ? current.supervisor().state() : stateAtTheGate;
    }

    synchronized int restarts() {
        return earlierRestarts + current.supervisor().restarts();
    }

    synchronized int hangs() {
        return earlierHangs + current.supervisor().hangs();
    }

    /** The one that takes new work. */
    synchronized Child current() {
        return current;
    }

    synchronized boolean othersRun() {
        return !others.isEmpty();
    }

    /** @param adapter that a generation asks for, or empty */
    synchronized Lease enter(String adapter) throws InterruptedException {
        while (stateAtTheGate != null) {
            wait();
        }
        Lease lease = new Lease(current, adapter);
        leases.add(lease);
        return lease;
    }

    /** Holds up new work from now on. */
    synchronized void shut() {
        stateAtTheGate = current.supervisor().state();
    }

    synchronized void open() {
        stateAtTheGate = null;
        notifyAll();
    }

    /** Whether nothing uses the child, now or within the limit. */
    boolean isIdleWithin(Duration limit, Child child) throws InterruptedException {
        return holdsWithin(limit, () -> isIdle(child));
    }

    /** Whether only one child runs, now or within the limit. */
    boolean isAloneWithin(Duration limit) throws InterruptedException {
        return holdsWithin(limit, others::isEmpty);
    }

    /** Waits until no generation of the adapter runs. */
    synchronized void awaitEndOf(String adapter) throws InterruptedException {
        while (leases.stream().anyMatch(lease -> lease.adapter.equals(adapter))) {
            wait();
        }
    }

    /** One more child, which gets no work yet. */
    synchronized Child start(Launch launch) {
        if (isClosed) {
            throw new EngineFailure(EngineFailure.CRASHED, "the engine is stopped");
        }
        Child child = new Child(launch, new Supervisor(launch, http));
        others.add(child);
        return child;
    }

    /** Gives all new work to a child; the one before ends with the last of its own. */
    void takeOver(Child next) {
        Child old;
        boolean isIdle;
        synchronized (this) {
            old = current;
            earlierRestarts += old.supervisor().restarts();
            earlierHangs += old.supervisor().hangs();
            others.remove(next);
            others.add(old);
            current = next;
            isIdle = isIdle(old);
        }
        if (isIdle) {
            end(old);
        }
    }

    /** Ends a child that gets no new work. */
    void end(Child child) {
        child.supervisor().close();
        synchronized (this) {
            others.remove(child);
            notifyAll();
        }
    }

    /** Ends all of them. */
    void close() {
        List<Child> all;
        synchronized (this) {
            isClosed = true;
            all = Stream.concat(others.stream(), Stream.of(current)).toList();
        }
        all.forEach(child -> child.supervisor().close());
    }

    private void leave(Lease lease) {
        boolean wasItsLast;
        synchronized (this) {
            leases.remove(lease);
            notifyAll();
            wasItsLast = others.contains(lease.child) && isIdle(lease.child);
        }
        if (wasItsLast) {
            end(lease.child);
        }
    }

    private boolean isIdle(Child child) {
        return leases.stream().noneMatch(lease -> lease.child.equals(child));
    }

    private synchronized boolean holdsWithin(Duration limit, BooleanSupplier condition) throws InterruptedException {
        long deadline = System.nanoTime() + limit.toNanos();
        while (!condition.getAsBoolean()) {
            long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
            if (left <= 0) {
                return false;
            }
            wait(left);
        }
        return true;
    }
}
