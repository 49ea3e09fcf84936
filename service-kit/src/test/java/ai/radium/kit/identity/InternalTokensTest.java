package ai.radium.kit.identity;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import java.time.Instant;
import java.util.Set;
import org.junit.jupiter.api.Test;

class InternalTokensTest {
    private static final Instant NOW = Instant.parse("2026-11-25T10:00:00Z");
    private static final Caller CALLER = new Caller("acct_1", "key_1", Role.DEVELOPER, Set.of("inference"), "req_1");

    private final ECKey key = newKey("one");
    private final JWKSet known = new JWKSet(key.toPublicJWK());

    @Test
    void givesBackTheCallerThatWasSigned() throws JOSEException {
        String token = InternalTokens.sign(key, CALLER, "account-service", NOW);

        assertThat(InternalTokens.verify(known, token, "account-service", NOW)).contains(CALLER);
    }

    @Test
    void saysThatTheAccountMayNotSpend() throws JOSEException {
        Caller suspended = new Caller("acct_1", "key_1", Role.DEVELOPER, Set.of(), null, true);

        String token = InternalTokens.sign(key, suspended, "account-service", NOW);

        assertThat(InternalTokens.verify(known, token, "account-service", NOW)).contains(suspended);
    }

    @Test
    void refusesATokenForAnotherService() throws JOSEException {
        String token = InternalTokens.sign(key, CALLER, "billing-service", NOW);

        assertThat(InternalTokens.verify(known, token, "account-service", NOW)).isEmpty();
    }

    @Test
    void refusesATokenAfterItsMinute() throws JOSEException {
        String token = InternalTokens.sign(key, CALLER, "account-service", NOW);

        assertThat(InternalTokens.verify(known, token, "account-service", NOW.plusSeconds(66)))
                .isEmpty();
    }

    @Test
    void refusesATokenOfAnotherKeyWithTheSameName() throws JOSEException {
        String token = InternalTokens.sign(newKey("one"), CALLER, "account-service", NOW);

        assertThat(InternalTokens.verify(known, token, "account-service", NOW)).isEmpty();
    }

    @Test
    void refusesWhatIsNoToken() {
        assertThat(InternalTokens.verify(known, "a.b.c", "account-service", NOW))
                .isEmpty();
    }

    private static ECKey newKey(String id) {
        try {
            return new ECKeyGenerator(Curve.P_256).keyID(id).generate();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }
}
