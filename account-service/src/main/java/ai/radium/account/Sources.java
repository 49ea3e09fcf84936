package ai.radium.account;

import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.security.SecureRandom;

/** Chance and the table of policies. */
class Sources {
    @Produces
    @Singleton
    SecureRandom random() {
        return new SecureRandom();
    }

    @Produces
    @Singleton
    RateLimitPolicies policies(AccountConfig config) {
        return new RateLimitPolicies(config.policies());
    }
}
