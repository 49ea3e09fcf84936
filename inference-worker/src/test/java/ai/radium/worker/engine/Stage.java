package ai.radium.worker.engine;

/** An engine with one slot that speaks until it is stopped, where a test can see its slot and kill it. */
public interface Stage extends AutoCloseable {
    Engine engine();

    /** Whether the slot is taken, by the engine's own word. */
    boolean isBusy() throws InterruptedException;

    /** As kill -9 does; the engine comes back. */
    void kill();

    @Override
    void close();
}
