package ai.radium.worker.engine;

import java.io.Serial;

/** The request is wrong, in the named field. The message is for the client. */
public final class EngineRefusal extends RuntimeException {
    public static final String INVALID = "invalid_request";
    public static final String CONTEXT_LENGTH_EXCEEDED = "context_length_exceeded";

    @Serial
    private static final long serialVersionUID = 1;

    private final String code;
    private final String explanation;
    private final String param;

    public EngineRefusal(String code, String param, String message) {
        super(message);
        this.explanation = message;
        this.code = code;
        this.param = param;
    }

    public static EngineRefusal invalid(String param, String message) {
        return new EngineRefusal(INVALID, param, message);
    }

    /** An adapter is asked for by the model's name, so that is the field to blame. */
    public static EngineRefusal unknownAdapter(String id) {
        return invalid("model", "the model's adapter " + id + " is not loaded on this replica");
    }

    /** Client libraries recognise an overflow by the code's name in the message. */
    public static EngineRefusal contextLengthExceeded(String param, int tokens, int contextLength) {
        return new EngineRefusal(
                CONTEXT_LENGTH_EXCEEDED,
                param,
                "context_length_exceeded: the input has " + tokens + " tokens, the model's context holds "
                        + contextLength + " and the answer needs room too");
    }

    /** For the client. */
    public String explanation() {
        return explanation;
    }

    public String code() {
        return code;
    }

    public String param() {
        return param;
    }
}
