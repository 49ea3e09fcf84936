package ai.radium.worker.log;

/** A key with its value in a log line. */
public record LogField(String key, String value) {
    public static LogField of(String key, Object value) {
        return new LogField(key, String.valueOf(value));
    }
}
