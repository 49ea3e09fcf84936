package ai.radium.kit.telemetry;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jboss.logging.Logger;
import org.jboss.logging.Logger.Level;
import org.jboss.logging.MDC;
import org.jspecify.annotations.Nullable;

/** One line of the log: a constant message, and what it is about as key-values, which the JSON format has apart. */
public final class LogLine {
    private final Logger log;
    private final Map<String, String> values = new LinkedHashMap<>();

    private LogLine(Logger log) {
        this.log = log;
    }

    public static LogLine to(Logger log) {
        return new LogLine(log);
    }

    /** @param key one of {@link LogKeys}, or a word of the caller's own; a value that is null is left out */
    public LogLine with(String key, @Nullable Object value) {
        if (value != null) {
            values.put(key, value.toString());
        }
        return this;
    }

    public void debug(String message) {
        write(Level.DEBUG, message, null);
    }

    /** A state changed. */
    public void info(String message) {
        write(Level.INFO, message, null);
    }

    /** Something works worse than it should, and gets better by itself. */
    public void warn(String message) {
        write(Level.WARN, message, null);
    }

    /** A human has to look. */
    public void error(String message) {
        write(Level.ERROR, message, null);
    }

    /** A human has to look. */
    public void error(String message, Throwable failure) {
        write(Level.ERROR, message, failure);
    }

    private void write(Level level, String message, @Nullable Throwable failure) {
        if (!log.isEnabled(level)) {
            return;
        }
        Map<String, Object> before = new LinkedHashMap<>();
        values.forEach((key, value) -> before.put(key, MDC.put(key, value)));
        try {
            log.log(level, message, failure);
        } finally {
            before.forEach(LogLine::putBack);
        }
    }

    private static void putBack(String key, @Nullable Object value) {
        if (value == null) {
            MDC.remove(key);
        } else {
            MDC.put(key, value);
        }
    }
}
