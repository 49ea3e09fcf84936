package ai.radium.finetune.examples;

/** A line that is JSON, or a record, and no example. */
final class BadExample extends Exception {
    private static final long serialVersionUID = 1L;

    BadExample(String reason) {
        super(reason, null, false, false);
    }

    /** For people. */
    String reason() {
        return String.valueOf(getMessage());
    }
}
