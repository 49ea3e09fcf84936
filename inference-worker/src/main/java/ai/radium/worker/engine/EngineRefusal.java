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

    /** @param tokens of the input, more than the context has */
    public static EngineRefusal contextLengthExceeded(String param, int tokens, int contextLength) {
        return tooLong(
                param, contextLength, "your " + param + " resulted in " + tokens + " tokens. " + reduceLength(param));
    }

    /** @param tokens that the input has at the very least */
    public static EngineRefusal farBeyondContextLength(String param, long tokens, int contextLength) {
        return tooLong(
                param,
                contextLength,
                "your " + param + " resulted in more than " + tokens + " tokens. " + reduceLength(param));
    }

    /**
     * Input and answer do not fit together.
     *
     * @param maxTokens of the answer, 1 or more
     */
    public static EngineRefusal contextLengthExceeded(String param, int tokens, int maxTokens, int contextLength) {
        return tooLong(
                param,
                contextLength,
                "you requested " + ((long) tokens + maxTokens) + " tokens (" + tokens + " in the " + param + ", "
                        + maxTokens + " in the completion). Please reduce the length of the " + param
                        + " or completion.");
    }

    /**
     * Client libraries recognise an overflow by these words of OpenAI's, or by the code's name in the message.
     *
     * @param why goes on after "However,"
     */
    public static EngineRefusal tooLong(String param, int contextLength, String why) {
        return new EngineRefusal(
                CONTEXT_LENGTH_EXCEEDED,
                param,
                CONTEXT_LENGTH_EXCEEDED + ": This model's maximum context length is " + contextLength
                        + " tokens. However, " + why);
    }

    private static String reduceLength(String param) {
        return "Please reduce the length of the " + param + ".";
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
