package ai.radium.contracts.worker;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The bearer token that a worker asks of its callers. It is derived from one secret of the installation and the id of the
 * deployment, so that a worker which was broken into cannot call the workers of other deployments.
 */
public final class WorkerToken {
    private static final String ALGORITHM = "HmacSHA256";
    private static final String PURPOSE = "radium-worker:";

    private WorkerToken() {}

    /**
     * @param secret known to the gateway and to deployment-service only
     * @return 43 characters of base64url: HMAC-SHA-256 (RFC 2104) of {@code radium-worker:<deployment id>}
     * @throws IllegalArgumentException for an empty secret
     */
    public static String of(String secret, String deploymentId) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), ALGORITHM));
            byte[] code = mac.doFinal((PURPOSE + deploymentId).getBytes(StandardCharsets.UTF_8));
            return Base64.getUrlEncoder().withoutPadding().encodeToString(code);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e); // every JDK has it
        }
    }
}
