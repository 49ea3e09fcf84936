package ai.radium.devstack.process;

/** A refusal to be shown to a person: the message is one sentence that says what is wrong and what to do. */
public final class StackFailure extends RuntimeException {
    public StackFailure(String message) {
        super(message);
    }

    public StackFailure(String message, Throwable cause) {
        super(message, cause);
    }
}
