package ai.radium.worker.engine;

/** What an engine is busy with while it makes an adapter usable. */
public enum AdapterStep {
    /** For running generations to end, so that there is room. Told again every second. */
    WAITING,
    LOADING
}
