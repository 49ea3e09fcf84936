package ai.radium.gateway.relay;

/** What one loop's relay did; written by it alone in plain memory, read now and then by the metrics. */
public final class RelayStats {
    private long timedOut;
    private long hung;
    private long refusedShare;

    void timedOut() {
        timedOut++;
    }

    void hung() {
        hung++;
    }

    void refusedShare() {
        refusedShare++;
    }

    /** Requests whose service took too long. */
    public long timeouts() {
        return timedOut;
    }

    /** Requests that were refused because their service does not answer at all. */
    public long refusedByHungServices() {
        return hung;
    }

    /** Requests that were refused because their account had its share of a service's connections. */
    public long refusedByShare() {
        return refusedShare;
    }
}
