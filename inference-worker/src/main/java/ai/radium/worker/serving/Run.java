package ai.radium.worker.serving;

import ai.radium.worker.engine.Engine;
import ai.radium.worker.engine.EngineFailure;
import ai.radium.worker.engine.EngineRefusal;
import ai.radium.worker.log.UsageLog;
import ai.radium.worker.metrics.WorkerMetrics;
import ai.radium.worker.request.RequestCost;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.opentelemetry.api.trace.Span;
import java.util.function.Consumer;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * One request on a virtual thread of its own: memory for it, a turn to be prepared, a place in slots or queue. An interrupt
 * cancels it, but not while it is prepared: an engine that counts tokens goes on whether anybody listens or not, so that turn is
 * held until the engine has done, or cancelled calls would keep it busier than any others.
 */
abstract sealed class Run permits GenerateRun, EmbedRun {
    private static final Logger LOG = Logger.getLogger(Run.class.getName());

    final Room room;
    final Span span;

    private final String account;
    private final int characters;
    private final Consumer<Run> onEnd;
    private final Thread thread = Thread.ofVirtual().unstarted(this::run);
    private boolean isPreparing;
    private boolean isCancelled;
    private volatile boolean evicted;

    /** What all runs of a replica share. */
    record Room(
            Engine engine,
            boolean embeds,
            RequestMemory memory,
            Preparations preparations,
            Admission admission,
            UsageLog usageLog,
            WorkerMetrics metrics,
            WorkSpans spans) {}

    /**
     * @param characters of the input
     * @param span ends with the run
     */
    Run(String account, int characters, Span span, Room room, Consumer<Run> onEnd) {
        this.room = room;
        this.span = span;
        this.account = account;
        this.characters = characters;
        this.onEnd = onEnd;
    }

    /** @throws EngineRefusal when the request holds more of something than any may */
    abstract RequestCost cost();

    /** Reads the request and has the engine check it. */
    abstract void prepare() throws InterruptedException;

    /** What it throws ends the call, so it throws nothing once it has ended it. */
    abstract void admitted(Entry.Ticket ticket) throws InterruptedException;

    abstract void refuse(StatusRuntimeException status);

    final void start() {
        thread.start();
    }

    /** The client has gone. */
    final synchronized void cancel() {
        isCancelled = true;
        if (!isPreparing) {
            thread.interrupt();
        }
    }

    /** The replica goes; the client is told to try elsewhere. */
    final void evict() {
        evicted = true;
        cancel();
    }

    final boolean isEvicted() {
        return evicted;
    }

    private void run() {
        try {
            runInMemory(cost().heapBytes());
        } catch (InterruptedException e) {
            refused(evicted ? Refusals.draining() : Status.CANCELLED.asRuntimeException());
        } catch (EngineRefusal e) {
            refused(Refusals.invalid(e));
        } catch (EngineFailure e) {
            refused(Refusals.engineDown());
        } catch (StatusRuntimeException e) {
            refused(e);
        } catch (RuntimeException e) {
            // The edge of this thread: a bug must end the call and be seen, not leave the client waiting.
            LOG.log(Level.SEVERE, "a run failed", e);
            refused(Status.INTERNAL.asRuntimeException());
        } finally {
            span.end();
            onEnd.accept(this);
        }
    }

    private void refused(StatusRuntimeException status) {
        WorkSpans.refused(span, status.getStatus());
        refuse(status);
    }

    private void runInMemory(long bytes) throws InterruptedException {
        if (bytes > room.memory().largest()) {
            throw Refusals.invalid(tooComplex());
        }
        if (!room.memory().take(account, bytes)) {
            throw Refusals.outOfMemory();
        }
        try {
            room.admission().lookIn(account).ifPresent(this::throwRefusal);
            prepareInTurn();
            switch (room.admission().enter(account, characters)) {
                case Entry.Refused refused -> throwRefusal(refused);
                case Entry.Ticket ticket -> runWith(ticket);
            }
        } finally {
            room.memory().giveBack(account, bytes);
        }
    }

    private void prepareInTurn() throws InterruptedException {
        if (!room.preparations().enter(account)) {
            throw Refusals.queueFull(room.admission().occupancy().predictedWait());
        }
        try {
            setPreparing(true);
            prepare();
        } finally {
            room.preparations().leave(account);
        }
        setPreparing(false);
    }

    private synchronized void setPreparing(boolean preparing) throws InterruptedException {
        isPreparing = preparing;
        if (isCancelled) {
            throw new InterruptedException("cancelled meanwhile");
        }
    }

    private void runWith(Entry.Ticket ticket) throws InterruptedException {
        try {
            admitted(ticket);
        } finally {
            room.admission().leave(ticket);
        }
    }

    private void throwRefusal(Entry.Refused refused) {
        throw switch (refused) {
            case Entry.QueueFull(var wait) -> Refusals.queueFull(wait);
            case Entry.Draining() -> Refusals.draining();
        };
    }

    private EngineRefusal tooComplex() {
        return EngineRefusal.invalid(
                room.embeds() ? "input" : "messages",
                "the request needs more than " + room.memory().largest()
                        + " bytes of this replica's memory: shorten it, or make its JSON simpler");
    }
}
