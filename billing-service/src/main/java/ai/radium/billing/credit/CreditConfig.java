package ai.radium.billing.credit;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** What an operator can set of purchases of credit. */
@ConfigMapping(prefix = "radium.credit")
interface CreditConfig {
    /** How often purchases by card without an outcome are looked at. Default 2 s. */
    @WithDefault("2S")
    Duration pendingCheck();

    /** How old such a purchase is before it counts as left alone; longer than a request may take. Default 15 s. */
    @WithDefault("15S")
    Duration patience();
}
