package ai.radium.billing.payment;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** What an operator can set of payments. */
@ConfigMapping(prefix = "radium.payment")
interface PaymentConfig {
    /** Who takes the money. Default {@code offline}: nobody does, test tokens pay. */
    @WithDefault("offline")
    Provider provider();

    /** How long an answer of the offline provider to a charge is on its way, for trying out a slow one. Default 0 s. */
    @WithDefault("0S")
    Duration offlineAnswerAfter();

    /** Those that are built in. */
    enum Provider {
        OFFLINE
    }
}
