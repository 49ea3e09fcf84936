package ai.radium.gateway.identity;

import ai.radium.kit.identity.Caller;
import ai.radium.kit.identity.InternalTokens;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWKSet;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.ConcurrentHashMap;

/** Proves a caller to the services behind the edge. A token is used again for half of its minute. */
public final class InternalTokenSigner {
    private static final Duration USED_FOR = Duration.ofSeconds(30);
    private static final int MOST_TOKENS = 10_000;

    private final ConcurrentHashMap<Purpose, Signed> tokens = new ConcurrentHashMap<>();
    private final ECKey key;
    private final InstantSource clock;
    private final KeyUses uses = new KeyUses();

    public InternalTokenSigner(ECKey key, InstantSource clock) {
        this.key = key;
        this.clock = clock;
    }

    private record Purpose(Caller caller, String audience) {}

    private record Signed(String token, Instant at) {}

    /** @param audience the service that may accept it, for example {@code account-service} */
    public String sign(Caller caller, String audience) {
        var purpose = new Purpose(caller, audience);
        Instant now = clock.instant();
        uses.note(caller, now);
        Signed known = tokens.get(purpose);
        if (known != null && known.at().plus(USED_FOR).isAfter(now)) {
            return known.token();
        }
        try {
            var signed = new Signed(InternalTokens.sign(key, caller, audience, now), now);
            if (tokens.size() >= MOST_TOKENS) {
                tokens.values().removeIf(old -> !old.at().plus(USED_FOR).isAfter(now));
            }
            if (tokens.size() < MOST_TOKENS) {
                tokens.put(purpose, signed);
            }
            return signed.token();
        } catch (JOSEException e) {
            throw new IllegalStateException("internal tokens cannot be signed", e);
        }
    }

    /** Which keys were sent to services. */
    KeyUses uses() {
        return uses;
    }

    /** The JWK set (RFC 7517) that services verify with; holds no private key. */
    public String jwks() {
        return new JWKSet(key.toPublicJWK()).toString();
    }
}
