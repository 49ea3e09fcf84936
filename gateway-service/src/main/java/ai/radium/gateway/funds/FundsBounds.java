package ai.radium.gateway.funds;

import java.time.Duration;
import java.util.Locale;

/**
 * How long a call waits to hear whether its account's funds cover it.
 *
 * @param redisPatience after which Redis counts as away, and a gateway decides alone where it may
 * @param patience of a call that a gateway may not decide alone
 */
public record FundsBounds(Duration redisPatience, Duration patience, WithoutRedis withoutRedis) {
    /** What becomes of calls beyond what a gateway holds while Redis is away. */
    public enum WithoutRedis {
        /** A gateway admits its share of what was left where the account may owe; credit that is paid ahead is not overdrawn. */
        SHARE,
        /** Nothing beyond what is held. */
        REFUSE,
        /** Everything; accounts may be overdrawn. */
        ADMIT;

        /** @throws IllegalArgumentException when it is none of them */
        public static WithoutRedis named(String word) {
            return valueOf(word.toUpperCase(Locale.ROOT));
        }
    }
}
