package ai.radium.worker.llama;

import ai.radium.process.Memory;
import ai.radium.worker.engine.AdapterRefusal;
import ai.radium.worker.engine.AdapterStep;
import ai.radium.worker.engine.EngineFailure;
import ai.radium.worker.engine.EngineState;
import ai.radium.worker.log.LogField;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.logging.Level;
import java.util.logging.Logger;

/** Puts a child with other adapters in the place of the one that takes new work. One at a time. */
final class Replacement {
    private static final Logger LOG = Logger.getLogger(Replacement.class.getName());

    /** How long running generations may hold up new work when there is no memory for two children. */
    private static final Duration LONGEST_DRAIN = Duration.ofSeconds(30);

    private static final Duration BETWEEN_STEPS = Duration.ofSeconds(1);

    private final Children children;
    private final LongSupplier availableMemory;

    /** @param availableMemory bytes that processes here can still get */
    Replacement(Children children, LongSupplier availableMemory) {
        this.children = children;
        this.availableMemory = availableMemory;
    }

    /**
     * Returns when the new child takes all new work. When it fails, nothing has changed.
     *
     * @param newBytes size of what is new among the adapters
     */
    void with(List<Path> adapters, long newBytes, Consumer<AdapterStep> steps) throws InterruptedException {
        long startedAt = System.nanoTime();
        Takeover takeover = plan(newBytes);
        while (takeover == Takeover.WHEN_ANOTHER_HAS_ENDED) {
            steps.accept(AdapterStep.WAITING);
            children.isAloneWithin(BETWEEN_STEPS);
            takeover = plan(newBytes);
        }
        if (takeover == Takeover.IMPOSSIBLE) {
            throw new AdapterRefusal(
                    AdapterRefusal.Reason.NO_ROOM,
                    "uri",
                    "there is no memory for the adapter's " + newBytes + " bytes");
        }
        if (takeover == Takeover.BESIDE) {
            steps.accept(AdapterStep.LOADING);
            children.takeOver(ready(children.current().launch().with(adapters)));
        } else {
            restart(adapters, steps);
        }
        LOG.log(Level.INFO, "engine replaced", new Object[] {
            LogField.of("takeover", takeover),
            LogField.of("adapters", adapters.size()),
            LogField.of("durationMs", TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - startedAt))
        });
    }

    private Takeover plan(long newBytes) {
        Supervisor serving = children.current().supervisor();
        if (!(serving.state() instanceof EngineState.Ready)) {
            throw new EngineFailure(EngineFailure.CRASHED, "the engine is not running");
        }
        long held = serving.childPid().map(Memory.ofThisMachine()::resident).orElse(0L);
        return Takeover.plan(availableMemory.getAsLong(), held, newBytes, children.othersRun());
    }

    private void restart(List<Path> adapters, Consumer<AdapterStep> steps) throws InterruptedException {
        Child old = children.current();
        children.shut();
        try {
            drain(old, steps);
            steps.accept(AdapterStep.LOADING);
            old.supervisor().close();
            children.takeOver(readyOrAsBefore(old, adapters));
        } finally {
            children.open();
        }
    }

    private void drain(Child old, Consumer<AdapterStep> steps) throws InterruptedException {
        long deadline = System.nanoTime() + LONGEST_DRAIN.toNanos();
        if (children.isIdleWithin(Duration.ZERO, old)) {
            return;
        }
        do {
            steps.accept(AdapterStep.WAITING);
            if (System.nanoTime() > deadline) {
                throw new AdapterRefusal(
                        AdapterRefusal.Reason.BUSY,
                        "id",
                        "there is no memory for a second engine, and generations still run after "
                                + LONGEST_DRAIN.toSeconds() + " s; try again when there are fewer");
            }
        } while (!children.isIdleWithin(BETWEEN_STEPS, old));
    }

    private Child readyOrAsBefore(Child old, List<Path> adapters) throws InterruptedException {
        boolean isReady = false;
        try {
            Child next = ready(old.launch().with(adapters));
            isReady = true;
            return next;
        } finally {
            if (!isReady) {
                children.takeOver(children.start(old.launch()));
            }
        }
    }

    /** A child that takes work, or none. */
    private Child ready(Launch launch) throws InterruptedException {
        Child child = children.start(launch);
        boolean isReady = false;
        try {
            Optional<String> death = child.supervisor().firstDeath();
            if (death.isPresent()) {
                throw AdapterRefusal.invalid("uri", "the engine does not start with these weights: " + death.get());
            }
            isReady = true;
            return child;
        } finally {
            if (!isReady) {
                children.end(child);
            }
        }
    }
}
