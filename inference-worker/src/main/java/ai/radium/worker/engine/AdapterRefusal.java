package ai.radium.worker.engine;

import java.io.Serial;

/** An adapter cannot be loaded, and nothing has changed. The message is for whoever asked. */
public final class AdapterRefusal extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1;

    private final Reason reason;
    private final String param;
    private final String explanation;

    public enum Reason {
        /** The named field is wrong. */
        INVALID,
        /** The id stands for other weights already. */
        OTHER_WEIGHTS,
        /** As many adapters as there may be, or no memory or disk space for this one. */
        NO_ROOM,
        /** Running generations leave no room now; later may do. */
        BUSY
    }

    public AdapterRefusal(Reason reason, String param, String message) {
        super(message);
        this.reason = reason;
        this.param = param;
        this.explanation = message;
    }

    public static AdapterRefusal invalid(String param, String message) {
        return new AdapterRefusal(Reason.INVALID, param, message);
    }

    public Reason reason() {
        return reason;
    }

    /** The field of the request that it is about. */
    public String param() {
        return param;
    }

    public String explanation() {
        return explanation;
    }
}
