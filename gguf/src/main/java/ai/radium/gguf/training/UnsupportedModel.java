package ai.radium.gguf.training;

/** A model that the trainer cannot train. The message is one sentence for people. */
public final class UnsupportedModel extends Exception {
    private static final long serialVersionUID = 1;

    public UnsupportedModel(String message) {
        super(message);
    }
}
