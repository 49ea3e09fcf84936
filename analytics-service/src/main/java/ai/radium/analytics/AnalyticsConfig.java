package ai.radium.analytics;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How long figures are kept. */
@ConfigMapping(prefix = "radium.analytics.kept")
interface AnalyticsConfig {
    /** Sums per minute, which windows of up to two hours are made of. Default 40 days. */
    @WithDefault("40D")
    Duration minutes();

    /** Sums per hour, which windows of up to three days are made of. Default 400 days. */
    @WithDefault("400D")
    Duration hours();

    /** Sums per day, which longer windows are made of; the longest is 366 days. Default 1,100 days. */
    @WithDefault("1100D")
    Duration days();

    /** Requests that failed, one by one. Default 400 days, as the sums per hour. */
    @WithDefault("400D")
    Duration failedRequests();

    /**
     * Ids of the records that were counted. It must be longer than Kafka keeps records and gateways keep what they could not
     * send, or a record that comes again counts again. Default 40 days.
     */
    @WithDefault("40D")
    Duration countedRecords();
}
