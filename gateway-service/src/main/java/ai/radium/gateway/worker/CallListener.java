package ai.radium.gateway.worker;

import ai.radium.contracts.worker.EventReader;
import io.netty.buffer.ByteBuf;

/** What becomes of one call to a worker; called on its event loop, and ended by exactly one of the ends. */
public interface CallListener {
    /**
     * A message of the worker.
     *
     * @param events of the connection, for who reads events
     * @throws IllegalArgumentException or IndexOutOfBoundsException when the bytes are none of the call's messages
     */
    void message(EventReader events, ByteBuf bytes, int start, int length);

    /** All messages of one read have been given; a good moment to write to the client. */
    void readComplete();

    /** The worker ended the call with that status. */
    void ended(GrpcStatus status);

    /**
     * The connection, or the stream on it, broke.
     *
     * @param untouched whether the worker surely did not begin
     */
    void lost(boolean untouched);

    /** Whether the client takes more; while not, the worker's window stays shut. */
    boolean isWritable();
}
