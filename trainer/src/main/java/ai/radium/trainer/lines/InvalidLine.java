package ai.radium.trainer.lines;

/** A line that cannot be learnt from. The message is one sentence for people, with the line's number. */
public final class InvalidLine extends Exception {
    private static final long serialVersionUID = 1;

    InvalidLine(String message) {
        super(message);
    }
}
