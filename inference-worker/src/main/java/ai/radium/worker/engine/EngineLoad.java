package ai.radium.worker.engine;

/**
 * How busy an engine says it is.
 *
 * @param kvUse share of the KV cache that running generations hold, 0 to 1; 0 when the engine does not tell
 * @param waiting requests that wait inside the engine: more than the worker's slots reach it
 */
public record EngineLoad(double kvUse, int waiting) {
    public static final EngineLoad UNKNOWN = new EngineLoad(0, 0);
}
