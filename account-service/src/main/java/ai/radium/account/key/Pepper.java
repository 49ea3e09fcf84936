package ai.radium.account.key;

import ai.radium.account.AccountConfig;
import io.quarkus.runtime.Startup;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** The secret without which a stolen table of hashes is worth nothing. Start-up is refused without it. */
@Startup
@Singleton
class Pepper {
    private static final String ALGORITHM = "HmacSHA256";
    private static final int LEAST_BYTES = 32;

    private final SecretKeySpec key;

    @Inject
    Pepper(AccountConfig config) {
        this(config.keyPepper().orElse(""));
    }

    /** @throws IllegalStateException naming the property when the text is not base 64 of at least 32 bytes */
    Pepper(String base64) {
        byte[] bytes = decoded(base64.strip());
        if (bytes.length < LEAST_BYTES) {
            throw refused();
        }
        key = new SecretKeySpec(bytes, ALGORITHM);
    }

    private static byte[] decoded(String base64) {
        try {
            return Base64.getDecoder().decode(base64);
        } catch (IllegalArgumentException e) {
            throw refused();
        }
    }

    private static IllegalStateException refused() {
        return new IllegalStateException("radium.account.key-pepper (or the environment's RADIUM_KEY_PEPPER) must be"
                + " base 64 of at least " + LEAST_BYTES + " bytes");
    }

    /**
     * What is stored of a key.
     *
     * @param sha256 of the key
     * @return hexadecimal
     */
    String hash(byte[] sha256) {
        try {
            var mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            return HexFormat.of().formatHex(mac.doFinal(sha256));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has " + ALGORITHM, e);
        }
    }

    @Override
    public String toString() {
        return "Pepper";
    }
}
