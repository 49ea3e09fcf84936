package ai.radium.deployment;

import ai.radium.deployment.runtime.LogLine;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Locale;

/**
 * One line of a deployment's log as customers read it.
 *
 * @param level {@code debug}, {@code info}, {@code warning} or {@code error}
 * @param source {@code deployment} for its life, else the replica whose worker wrote it
 */
record LogLineView(Instant timestamp, String level, String source, String message) {
    static LogLineView of(DeploymentEventRow row) {
        return new LogLineView(row.time.truncatedTo(ChronoUnit.MILLIS), row.level, "deployment", row.message);
    }

    static LogLineView of(LogLine line) {
        return new LogLineView(
                line.time().truncatedTo(ChronoUnit.MILLIS),
                line.level().name().toLowerCase(Locale.ROOT),
                line.replica(),
                line.message());
    }
}
