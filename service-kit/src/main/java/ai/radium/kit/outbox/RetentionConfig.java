package ai.radium.kit.outbox;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How long what is of no more use stays in the database. */
@ConfigMapping(prefix = "radium.retention")
interface RetentionConfig {
    /** How often rows whose time is over are deleted. Default 1 h. */
    @WithDefault("1H")
    Duration check();

    /**
     * How long it is remembered which events were taken. It must be longer than Kafka keeps a topic's records, or one that
     * is read again counts again. Default 30 days.
     */
    @WithDefault("30D")
    Duration inbox();
}
