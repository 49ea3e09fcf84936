package ai.radium.worker.serving;

import ai.radium.contracts.worker.v1.GenerateRequest;
import ai.radium.worker.log.LogField;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;

/** The one log line of a run. */
final class RunLog {
    private static final Logger LOG = Logger.getLogger(RunLog.class.getName());

    private RunLog() {}

    static void ended(GenerateRequest request, Progress progress, String reason, long nanos) {
        LOG.log(Level.INFO, "generation ended", new Object[] {
            LogField.of("requestId", request.getRequestId()),
            LogField.of("usageId", request.getUsageId()),
            LogField.of("account", request.getAccountId()),
            LogField.of("reason", reason),
            LogField.of("promptTokens", progress.promptTokens()),
            LogField.of("completionTokens", progress.completionTokens()),
            LogField.of("durationMs", TimeUnit.NANOSECONDS.toMillis(nanos))
        });
    }
}
