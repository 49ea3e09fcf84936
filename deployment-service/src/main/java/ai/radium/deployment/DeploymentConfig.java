package ai.radium.deployment;

import ai.radium.contracts.deployment.BilledBy;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.util.List;
import java.util.Optional;

/** What an operator decides about deployments. */
@ConfigMapping(prefix = "radium.deployment")
interface DeploymentConfig {
    /** Base of the public API that endpoint URLs start with. */
    @WithDefault("http://127.0.0.1:8000/v1")
    String publicUrl();

    /** Models that every account may call without a deployment of its own; the platform's account runs them. */
    Optional<List<String>> serverless();

    /**
     * What a deployment's use is paid by where its owner does not say: {@code tokens} of its calls, or {@code replica-seconds}.
     * Default tokens; what every account may call is always paid by tokens.
     */
    @WithDefault("tokens")
    BilledBy billing();

    /** What one account may hold. */
    QuotaConfig quota();
}
