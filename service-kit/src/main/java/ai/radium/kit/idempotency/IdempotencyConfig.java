package ai.radium.kit.idempotency;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** Requests with an Idempotency-Key. */
@ConfigMapping(prefix = "radium.idempotency")
interface IdempotencyConfig {
    /** How long a reply is given again; after it the same key stands for a new request. Default 24 h. */
    @WithDefault("24H")
    Duration kept();
}
