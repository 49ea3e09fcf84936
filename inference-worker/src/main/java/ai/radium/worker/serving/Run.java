package ai.radium.worker.serving;

import ai.radium.worker.engine.Engine;
import ai.radium.worker.engine.EngineFailure;
import ai.radium.worker.engine.EngineRefusal;
import ai.radium.worker.log.UsageLog;
import ai.radium.worker.metrics.WorkerMetrics;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.util.function.Consumer;
import java.util.logging.Level;
import java.util.logging.Logger;

/** One request with a place in slots or queue, on a virtual thread of its own; an interrupt cancels it. */
abstract sealed class Run permits GenerateRun, EmbedRun {
    private static final Logger LOG = Logger.getLogger(Run.class.getName());

    final Room room;

    private final String account;
    private final int characters;
    private final Consumer<Run> onEnd;
    private final Thread thread = Thread.ofVirtual().unstarted(this::run);
    private volatile boolean evicted;

    /** What all runs of a replica share. */
    record Room(Engine engine, boolean embeds, Admission admission, UsageLog usageLog, WorkerMetrics metrics) {}

    /** @param characters of the input */
    Run(String account, int characters, Room room, Consumer<Run> onEnd) {
        this.room = room;
        this.account = account;
        this.characters = characters;
        this.onEnd = onEnd;
    }

    /** What it throws ends the call, so it throws nothing once it has ended it. */
    abstract void admitted(Entry.Ticket ticket) throws InterruptedException;

    abstract void refuse(StatusRuntimeException status);

    final void start() {
        thread.start();
    }

    /** The client has gone. */
    final void cancel() {
        thread.interrupt();
    }

    /** The replica goes; the client is told to try elsewhere. */
    final void evict() {
        evicted = true;
        thread.interrupt();
    }

    final boolean isEvicted() {
        return evicted;
    }

    private void run() {
        try {
            switch (room.admission().enter(account, characters)) {
                case Entry.QueueFull(var wait) -> refuse(Refusals.queueFull(wait));
                case Entry.Draining() -> refuse(Refusals.draining());
                case Entry.Ticket ticket -> runWith(ticket);
            }
        } finally {
            onEnd.accept(this);
        }
    }

    private void runWith(Entry.Ticket ticket) {
        try {
            admitted(ticket);
        } catch (InterruptedException e) {
            refuse(evicted ? Refusals.draining() : Status.CANCELLED.asRuntimeException());
        } catch (EngineRefusal e) {
            refuse(Refusals.invalid(e));
        } catch (EngineFailure e) {
            refuse(Refusals.engineDown());
        } catch (StatusRuntimeException e) {
            refuse(e);
        } catch (RuntimeException e) {
            // The edge of this thread: a bug must end the call and be seen, not leave the client waiting.
            LOG.log(Level.SEVERE, "a run failed", e);
            refuse(Status.INTERNAL.asRuntimeException());
        } finally {
            room.admission().leave(ticket);
        }
    }
}
