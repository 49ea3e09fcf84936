package ai.radium.gateway.worker;

import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/** One call on a connection; state of the connection's loop. */
public final class GenerateStream {
    final int id;
    final GenerateListener listener;
    private final WorkerConnection connection;

    /** What the peer's windows do not let through yet. */
    @Nullable
    ByteBuf unsent;

    /** The beginning of a message whose rest is in a later frame. */
    @Nullable
    ByteBuf partial;

    long sendWindow;
    int unacknowledged;
    boolean touched;
    boolean dirty;
    boolean ended;

    GenerateStream(int id, GenerateListener listener, WorkerConnection connection, long sendWindow) {
        this.id = id;
        this.listener = listener;
        this.connection = connection;
        this.sendWindow = sendWindow;
    }

    /** Ends the worker's work; the listener hears no more. */
    public void cancel() {
        connection.cancel(this);
    }

    /** The client takes more again. */
    public void writableAgain() {
        connection.openWindow(this);
    }

    /** {@code host:port} of the worker. */
    public String address() {
        return connection.address();
    }

    void release() {
        ended = true;
        if (unsent != null) {
            unsent.release();
            unsent = null;
        }
        if (partial != null) {
            partial.release();
            partial = null;
        }
    }
}
