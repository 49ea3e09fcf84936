package ai.radium.gateway.worker;

/** Calls in flight from one loop; written by it alone in plain memory. */
final class StreamCount {
    private int open;

    void began() {
        open++;
    }

    void ended() {
        open--;
    }

    int open() {
        return open;
    }
}
