package ai.radium.worker.engine;

/** Whether an engine can be given work. */
public sealed interface EngineState {
    /** Not ready yet, or again. */
    record Starting() implements EngineState {}

    /**
     * Takes work.
     *
     * @param contextLength tokens that one generation may hold, prompt included
     * @param readsTools whether the model's chat template knows tools
     */
    record Ready(int contextLength, boolean readsTools) implements EngineState {}

    /** Fails again and again; still being tried. */
    record Broken(String reason) implements EngineState {}

    record Stopped() implements EngineState {}
}
