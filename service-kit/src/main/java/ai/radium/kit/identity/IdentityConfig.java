package ai.radium.kit.identity;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import io.smallrye.config.WithName;
import java.net.URI;

/** Where the gateway's public keys are. */
@ConfigMapping(prefix = "radium.internal")
interface IdentityConfig {
    /** JWK set (RFC 7517) of the gateway: a URL, or {@code file:} for tests and sealed installs. */
    @WithName("jwks")
    @WithDefault("http://127.0.0.1:8001/.well-known/jwks.json")
    URI jwks();
}
