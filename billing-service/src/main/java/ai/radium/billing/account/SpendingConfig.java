package ai.radium.billing.account;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** What an operator can set of limits. */
@ConfigMapping(prefix = "radium.spending")
interface SpendingConfig {
    /** How often it is looked whether a month is over whose limit stopped an account. Default 5 s. */
    @WithDefault("5S")
    Duration monthCheck();
}
