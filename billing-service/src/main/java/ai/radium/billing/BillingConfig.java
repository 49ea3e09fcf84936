package ai.radium.billing;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.math.BigDecimal;
import java.time.Duration;

/** What an operator can set. */
@ConfigMapping(prefix = "radium.billing")
interface BillingConfig {
    /** Free credit of a new account, USD, at most twelve digits after the point. Default 5. */
    @WithDefault("5")
    BigDecimal signUpCredit();

    /** How often usage that waits for a price is looked at again. Default 2 s. */
    @WithDefault("2S")
    Duration waitingCheck();

    /** Most lines of a CSV reply; one with fewer lines than there are carries {@code X-Truncated: true}. Default 50,000. */
    @WithDefault("50000")
    int csvLines();
}
