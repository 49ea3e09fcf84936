package ai.radium.gguf.training;

/** A line that a model cannot be trained on. The message is one sentence for people. */
public final class UnusableLine extends Exception {
    private static final long serialVersionUID = 1;

    public UnusableLine(String message) {
        super(message);
    }
}
