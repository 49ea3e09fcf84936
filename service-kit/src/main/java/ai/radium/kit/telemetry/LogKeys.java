package ai.radium.kit.telemetry;

/** The keys of structured log lines: a line is a constant message and these. */
public final class LogKeys {
    public static final String REQUEST_ID = "requestId";
    /** The place in a trace that is recorded, as W3C's header has it. */
    public static final String TRACEPARENT = "traceparent";

    public static final String ACCOUNT = "account";
    public static final String DEPLOYMENT_ID = "deploymentId";
    public static final String EVENT_ID = "eventId";
    public static final String MODEL = "model";
    public static final String TOPIC = "topic";

    /** What was caught, in one line. */
    public static final String CAUSE = "cause";

    private LogKeys() {}
}
