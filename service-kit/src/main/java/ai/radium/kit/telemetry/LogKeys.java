package ai.radium.kit.telemetry;

/** The keys of structured log lines: a line is a constant message and these. */
public final class LogKeys {
    public static final String REQUEST_ID = "requestId";
    public static final String ACCOUNT = "account";
    public static final String DEPLOYMENT_ID = "deploymentId";
    public static final String EVENT_ID = "eventId";

    private LogKeys() {}
}
