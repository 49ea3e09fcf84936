package ai.radium.worker;

import ai.radium.worker.log.JsonLines;
import ai.radium.worker.log.LogField;
import java.util.logging.Level;
import java.util.logging.Logger;

/** Starts one replica and keeps it until SIGTERM. */
public final class Main {
    private static final Logger LOG = Logger.getLogger(Main.class.getName());

    private Main() {}

    public static void main(String[] arguments) {
        JsonLines.install();
        WorkerConfig config = WorkerConfig.from(System.getenv());
        LOG.log(Level.INFO, "worker starts", LogField.of("model", config.modelId()));
    }
}
