package ai.radium.gateway.worker;

/** A call that was begun, for whoever listens to it. To be used on the loop of its connection. */
public final class WorkerCall implements ReplicaWork {
    private final WorkerConnection connection;
    private final CallStream stream;

    WorkerCall(WorkerConnection connection, CallStream stream) {
        this.connection = connection;
        this.stream = stream;
    }

    @Override
    public void cancel() {
        connection.cancel(stream);
    }

    @Override
    public void writableAgain() {
        connection.openWindow(stream);
    }

    @Override
    public String address() {
        return connection.address();
    }
}
