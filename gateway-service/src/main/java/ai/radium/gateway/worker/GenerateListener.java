package ai.radium.gateway.worker;

import ai.radium.contracts.worker.EventSink;

/** What becomes of one Generate call; called on its event loop, and ended by exactly one of the ends. */
public interface GenerateListener extends EventSink {
    /** All events of one read have been given; a good moment to write to the client. */
    void readComplete();

    /** The worker refused the call with a gRPC status, or ended it without a last event. */
    void refused(GrpcStatus status);

    /**
     * The connection, or the stream on it, broke.
     *
     * @param untouched whether the worker surely did not begin
     */
    void lost(boolean untouched);

    /** Whether the client takes more; while not, the worker's window stays shut. */
    boolean isWritable();
}
