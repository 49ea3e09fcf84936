package ai.radium.deployment.metering;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** What an operator decides about replicas that are paid by the second. */
@ConfigMapping(prefix = "radium.deployment.metering")
interface MeteringConfig {
    /** How often the time of a replica that goes on is told to billing. Default 5 minutes. */
    @WithDefault("5m")
    Duration every();

    /**
     * How long after it was last seen ready a replica that is gone is billed at most, so that nobody pays for time that this
     * service was down. Default 10 s; at least twice {@code radium.deployment.resync}, or ready time is given away.
     */
    @WithDefault("10s")
    Duration longestUnseen();
}
