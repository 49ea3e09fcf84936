package ai.radium.deployment.runtime;

import java.time.Instant;

/**
 * A line that a replica's worker or engine wrote about itself; never what callers sent or got.
 *
 * @param replica its id
 */
public record LogLine(Instant time, Level level, String replica, String message) {
    /** How much a line matters. */
    public enum Level {
        DEBUG,
        INFO,
        WARNING,
        ERROR
    }
}
