package ai.radium.gateway.worker;

/** What one replica does for one client: a call, or several. To be used on the loop of its connection. */
public interface ReplicaWork {
    /** Ends the worker's work; no listener hears more. */
    void cancel();

    /** The client takes more again. */
    void writableAgain();

    /** {@code host:port} of the worker. */
    String address();
}
