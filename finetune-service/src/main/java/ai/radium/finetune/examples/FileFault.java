package ai.radium.finetune.examples;

/** Why a file as a whole is of no use. */
public final class FileFault extends Exception {
    private static final long serialVersionUID = 1L;

    private final Code code;

    /** For programs; these are for ever. */
    public enum Code {
        EMPTY_FILE,
        NO_VALID_EXAMPLES,
        NOT_TEXT,
        NOT_UTF8,
        MISSING_HEADER,
        UNCLOSED_QUOTE,
        CHECKSUM_MISMATCH,
        NOT_READABLE
    }

    public FileFault(Code code, String message) {
        super(message, null, false, false);
        this.code = code;
    }

    public Code code() {
        return code;
    }

    /** For people: what is wrong and what to do. */
    public String message() {
        return String.valueOf(getMessage());
    }
}
