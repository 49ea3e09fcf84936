package ai.radium.gateway.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import ai.radium.kit.identity.Caller;
import ai.radium.kit.identity.InternalTokens;
import ai.radium.kit.identity.Role;
import com.nimbusds.jose.jwk.JWKSet;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.spec.ECGenParameterSpec;
import java.text.ParseException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Set;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SigningKeyTest {
    private static final Caller ALICE = new Caller("acct_1", "alice", Role.OWNER, Set.of("read"), null);

    @TempDir
    private Path folder;

    @RepeatedTest(5)
    void derivesThePublicKeyOfAnyPrivateOne() throws Exception {
        KeyPair pair = pair("secp256r1");

        assertThat(SigningKey.read(pem(pair.getPrivate())).toECPublicKey()).isEqualTo(pair.getPublic());
    }

    @Test
    void refusesAnotherCurveAndAnotherFile() throws Exception {
        Path p384 = pem(pair("secp384r1").getPrivate());
        Path text = Files.writeString(folder.resolve("text"), "no key");

        assertThatIllegalArgumentException()
                .isThrownBy(() -> SigningKey.read(p384))
                .withMessageContaining("P-256");
        assertThatIllegalArgumentException().isThrownBy(() -> SigningKey.read(text));
    }

    @Test
    void servicesVerifyWithThePublishedSetWhatTheEdgeSigned() throws Exception {
        var signer =
                new InternalTokenSigner(SigningKey.read(pem(pair("secp256r1").getPrivate())), Instant::now);

        String token = signer.sign(ALICE, "model-service");

        assertThat(signer.jwks()).doesNotContain("\"d\"");
        assertThat(verified(signer, token, "model-service")).contains(ALICE);
        assertThat(verified(signer, token, "billing-service")).isEmpty();
    }

    @Test
    void signsOnceForAWhilePerCallerAndService() throws Exception {
        var now = new Instant[] {Instant.now()};
        InstantSource clock = () -> now[0];
        var signer =
                new InternalTokenSigner(SigningKey.read(pem(pair("secp256r1").getPrivate())), clock);
        String first = signer.sign(ALICE, "model-service");

        now[0] = now[0].plusSeconds(29);
        String again = signer.sign(ALICE, "model-service");
        String other = signer.sign(ALICE, "billing-service");
        now[0] = now[0].plusSeconds(2);
        String later = signer.sign(ALICE, "model-service");

        assertThat(again).isEqualTo(first);
        assertThat(other).isNotEqualTo(first);
        assertThat(later).isNotEqualTo(first);
    }

    private static java.util.Optional<Caller> verified(InternalTokenSigner signer, String token, String audience)
            throws ParseException {
        return InternalTokens.verify(JWKSet.parse(signer.jwks()), token, audience, Instant.now());
    }

    private static KeyPair pair(String curve) throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec(curve));
        return generator.generateKeyPair();
    }

    private Path pem(PrivateKey key) throws IOException {
        return Files.writeString(
                folder.resolve("key-" + System.nanoTime() + ".pem"),
                "-----BEGIN PRIVATE KEY-----\n" + Base64.getMimeEncoder().encodeToString(key.getEncoded())
                        + "\n-----END PRIVATE KEY-----\n");
    }
}
