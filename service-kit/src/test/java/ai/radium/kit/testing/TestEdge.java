package ai.radium.kit.testing;

import ai.radium.kit.identity.Caller;
import ai.radium.kit.identity.InternalTokens;
import ai.radium.kit.identity.Role;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.InstantSource;
import java.util.Set;

/** Stands in for the gateway: signs internal tokens with a key of its own and publishes it as a JWKS file. */
public final class TestEdge {
    private final ECKey key;
    private final Path jwks;
    private final InstantSource clock;

    public TestEdge() {
        this(InstantSource.system());
    }

    /** @param clock the same as the service's that is tested */
    public TestEdge(InstantSource clock) {
        this.clock = clock;
        try {
            key = new ECKeyGenerator(Curve.P_256).keyID("test").generate();
            jwks = Files.createTempFile("radium-jwks", ".json");
            Files.writeString(jwks, new JWKSet(key.toPublicJWK()).toString());
            jwks.toFile().deleteOnExit();
        } catch (JOSEException | IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Value of {@code radium.internal.jwks}. */
    public String jwksUri() {
        return jwks.toUri().toString();
    }

    /** Puts the keys where a service that runs already looks for them: {@code radium.internal.jwks}. */
    public void publishAt(String uri) {
        try {
            Files.copy(jwks, Path.of(URI.create(uri)), StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The Authorization header of a developer of the account. */
    public String developerOf(String account, String service) {
        return bearer(new Caller(account, "user-of-" + account, Role.OWNER, Set.of(), null), service);
    }

    /** The Authorization header of the gateway's own calls. */
    public String gateway(String service) {
        return bearer(new Caller("", "gateway", Role.GATEWAY, Set.of(), null), service);
    }

    public String bearer(Caller caller, String service) {
        try {
            return "Bearer " + InternalTokens.sign(key, caller, service, clock.instant());
        } catch (JOSEException e) {
            throw new UncheckedIOException(new IOException(e));
        }
    }
}
