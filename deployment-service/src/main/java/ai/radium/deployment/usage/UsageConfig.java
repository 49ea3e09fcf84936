package ai.radium.deployment.usage;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How long figures are kept; what a deployment did in all stays. */
@ConfigMapping(prefix = "radium.deployment.kept")
interface UsageConfig {
    /** Requests, errors, latency and cost per hour, of which the last 24 are shown. Default 40 days. */
    @WithDefault("40D")
    Duration hours();

    /**
     * Ids of the usage records that were counted. It must be longer than Kafka keeps records and gateways keep what they could
     * not send, or a record that comes again counts again. Default 40 days.
     */
    @WithDefault("40D")
    Duration countedRecords();
}
