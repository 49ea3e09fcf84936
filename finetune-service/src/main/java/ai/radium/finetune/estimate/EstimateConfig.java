package ai.radium.finetune.estimate;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How runs are reckoned. */
@ConfigMapping(prefix = "radium.estimate")
interface EstimateConfig {
    /** How long a request waits for its tokens to be counted; then 503 with {@code Retry-After}, and the counting goes on. Default 4 s. */
    @WithDefault("4S")
    Duration patience();

    /** Contents of one account that wait to be counted at once; more are 503. Default 2. */
    @WithDefault("2")
    int accountContents();

    /**
     * Parameters times tokens per second, for models that nobody has trained here yet. Default 3.8e10: SmolLM2-135M at 280 tokens/s on two
     * cores, measured 2026-11-30.
     */
    @WithDefault("3.8e10")
    double speed();

    /** A run that would take longer is refused. Default 72 h. */
    @WithDefault("72H")
    Duration longest();
}
