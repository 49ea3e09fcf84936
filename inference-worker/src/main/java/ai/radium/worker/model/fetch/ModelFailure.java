package ai.radium.worker.model.fetch;

/** A model file cannot be had, used or removed. The message is one sentence: which one, why, and what to do. */
public final class ModelFailure extends Exception {
    private static final long serialVersionUID = 1;

    public ModelFailure(String message) {
        super(message);
    }

    public ModelFailure(String message, Throwable cause) {
        super(message, cause);
    }
}
