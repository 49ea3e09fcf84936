package ai.radium.account;

import ai.radium.contracts.account.AccountChanged.Scope;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** What an operator can set. */
@ConfigMapping(prefix = "radium.account")
public interface AccountConfig {
    /**
     * The secret under which keys are hashed: base 64 of at least 32 bytes. No default; start-up is refused without it.
     * {@code RADIUM_KEY_PEPPER} is taken too. Whoever changes it makes every key unknown.
     */
    Optional<String> keyPepper();

    /**
     * Whether the literal keys of the documentation's snippets belong to the demo user's account. Everybody knows them:
     * for one machine only. Default false.
     */
    @WithDefault("false")
    boolean demoKeys();

    /** The demo user of Keycloak. */
    @WithDefault("00000000-0000-4000-8000-00000000de30")
    String demoUser();

    /** The policy of a new account. Default tier1; start-up is refused when there is no such policy. */
    @WithDefault("tier1")
    String newAccountPolicy();

    /** The policies by name. {@code enterprise} always exists beside them, with numbers of each account's own. */
    Map<String, Policy> policies();

    /** One rate-limit policy. */
    interface Policy {
        /** Requests per window, at least 1. */
        long requests();

        /** Length of the fixed window, whole seconds. */
        Duration window();

        /** What is counted together. */
        Scope scope();

        /** Requests open at the same time. Default: no limit. */
        OptionalInt concurrent();
    }
}
