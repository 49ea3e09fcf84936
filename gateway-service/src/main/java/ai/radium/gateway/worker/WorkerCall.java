package ai.radium.gateway.worker;

/** A call that was begun, for whoever listens to it. To be used on the loop of its connection. */
public final class WorkerCall {
    private final WorkerConnection connection;
    private final CallStream stream;

    WorkerCall(WorkerConnection connection, CallStream stream) {
        this.connection = connection;
        this.stream = stream;
    }

    /** Ends the worker's work; the listener hears no more. */
    public void cancel() {
        connection.cancel(stream);
    }

    /** The client takes more again. */
    public void writableAgain() {
        connection.openWindow(stream);
    }

    /** {@code host:port} of the worker. */
    public String address() {
        return connection.address();
    }
}
