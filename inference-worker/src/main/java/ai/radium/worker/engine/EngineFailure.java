package ai.radium.worker.engine;

import java.io.Serial;

/** The engine could not do its work; the request is not to blame. */
public final class EngineFailure extends RuntimeException {
    /** The process is gone; the same request may succeed elsewhere or later. */
    public static final String CRASHED = "engine_crashed";

    /** The process answered with something else than tokens. */
    public static final String ERROR = "engine_error";

    /** The process is there and does nothing; it is being ended, or left alone until it answers. */
    public static final String HUNG = "engine_hung";

    @Serial
    private static final long serialVersionUID = 1;

    private final String code;
    private final String explanation;

    public EngineFailure(String code, String message) {
        super(message);
        this.explanation = message;
        this.code = code;
    }

    public EngineFailure(String code, String message, Throwable cause) {
        super(message, cause);
        this.explanation = message;
        this.code = code;
    }

    /** For the client. */
    public String explanation() {
        return explanation;
    }

    public String code() {
        return code;
    }

    public boolean isRetryable() {
        return code.equals(CRASHED) || code.equals(HUNG);
    }
}
