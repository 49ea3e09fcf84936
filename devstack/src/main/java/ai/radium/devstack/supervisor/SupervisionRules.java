package ai.radium.devstack.supervisor;

import ai.radium.process.LogRotation;
import java.time.Duration;

/**
 * How processes are watched and stopped.
 *
 * @param lookEvery the pause between two looks at a running process
 * @param failures so many looks in a row without a sign of life, and it is killed and started again; a backing service has
 *     some times as many, see {@code Part.patience}
 * @param stopBudget the time from asking a process to end until it is killed
 * @param logs how much of what it writes is kept
 */
public record SupervisionRules(Duration lookEvery, int failures, Duration stopBudget, LogRotation logs) {
    /** What tests and a platform without settings have. */
    public static final SupervisionRules STANDARD =
            new SupervisionRules(Duration.ofSeconds(3), 5, Duration.ofSeconds(30), LogRotation.STANDARD);
}
