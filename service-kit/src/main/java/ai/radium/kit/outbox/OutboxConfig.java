package ai.radium.kit.outbox;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** How facts leave. */
@ConfigMapping(prefix = "radium.outbox")
interface OutboxConfig {
    /** Whether this process may be the relay of its database. Default true. */
    @WithDefault("true")
    boolean relay();

    /** Put before every topic's name; tests use it to keep apart. Default none. */
    @WithDefault("-")
    String topicPrefix();

    /** Most rows published at once. */
    @WithDefault("500")
    int batchSize();
}
