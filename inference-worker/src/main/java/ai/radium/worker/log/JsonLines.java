package ai.radium.worker.log;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.time.Instant;
import java.util.logging.Formatter;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogManager;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.StreamHandler;

/** The process's log: one JSON object per line on standard output. */
public final class JsonLines extends Formatter {
    private static final JsonMapper JSON = new JsonMapper();

    /** Logs to the end: the JDK's takes all handlers away as soon as the process is asked to end, drain or not. */
    public static final class Lasting extends LogManager {
        @Override
        public void reset() {}
    }

    /** Takes over the logging of the whole process; before anything has logged. */
    public static void install() {
        System.setProperty("java.util.logging.manager", Lasting.class.getName());
        Logger root = Logger.getLogger("");
        for (Handler handler : root.getHandlers()) {
            root.removeHandler(handler);
        }
        root.setLevel(Level.INFO);
        root.addHandler(new StreamHandler(new FileOutputStream(FileDescriptor.out), new JsonLines()) {
            @Override
            public synchronized void publish(LogRecord record) {
                super.publish(record);
                flush();
            }
        });
    }

    @Override
    public String format(LogRecord record) {
        ObjectNode line = JSON.createObjectNode();
        line.put("timestamp", Instant.ofEpochMilli(record.getMillis()).toString());
        line.put("level", record.getLevel().getName());
        line.put("logger", record.getLoggerName());
        line.put("message", record.getMessage());
        if (record.getParameters() != null) {
            for (Object parameter : record.getParameters()) {
                if (parameter instanceof LogField field) {
                    line.put(field.key(), field.value());
                }
            }
        }
        if (record.getThrown() != null) {
            line.put("error", record.getThrown().toString());
        }
        return line + "\n";
    }
}
