package ai.radium.account;

import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.security.SecureRandom;
import java.time.InstantSource;

/** Time, chance and the table of policies as they are; tests bring their own. */
class Sources {
    @Produces
    @Singleton
    InstantSource clock() {
        return InstantSource.system();
    }

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
