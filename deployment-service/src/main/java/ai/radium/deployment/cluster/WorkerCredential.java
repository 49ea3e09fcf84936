package ai.radium.deployment.cluster;

import ai.radium.deployment.runtime.Placement;
import io.fabric8.kubernetes.api.model.OwnerReferenceBuilder;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeBuilder;
import io.fabric8.kubernetes.api.model.VolumeMount;
import io.fabric8.kubernetes.api.model.VolumeMountBuilder;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Map;

/** How a pod gets the token that it asks of its callers: a file of a Secret of the deployment's own. */
final class WorkerCredential {
    private static final String KEY = "token";
    private static final String FOLDER = "/var/run/radium/worker";

    /** Where the container finds it. */
    static final String FILE = FOLDER + "/" + KEY;

    /** Annotation of pods that changes with the token. */
    static final String FINGERPRINT = "radium.ai/worker-token-fingerprint";

    private static final String VOLUME = "worker-token";

    /** Of the owner, which is root, and of the pod's group, which is the worker's. */
    private static final int READ_ONLY = 0440;

    private static final int FINGERPRINT_BYTES = 8;

    private WorkerCredential() {}

    /** Belongs to the Deployment: what is left of it after a kill is collected with that. */
    static Secret secret(Placement desired, String token, Deployment owner) {
        return new SecretBuilder()
                .withMetadata(ClusterPlan.metadata(desired).toBuilder()
                        .withOwnerReferences(new OwnerReferenceBuilder()
                                .withApiVersion("apps/v1")
                                .withKind("Deployment")
                                .withName(owner.getMetadata().getName())
                                .withUid(owner.getMetadata().getUid())
                                .build())
                        .build())
                .withType("Opaque")
                .withData(Map.of(KEY, Base64.getEncoder().encodeToString(token.getBytes(StandardCharsets.US_ASCII))))
                .build();
    }

    static Volume volume(Placement desired) {
        return new VolumeBuilder()
                .withName(VOLUME)
                .withNewSecret()
                .withSecretName(ClusterPlan.nameOf(desired.deployment()))
                .withDefaultMode(READ_ONLY)
                .endSecret()
                .build();
    }

    static VolumeMount mount() {
        return new VolumeMountBuilder()
                .withName(VOLUME)
                .withMountPath(FOLDER)
                .withReadOnly(true)
                .build();
    }

    /** Tells nothing of the token, which has 256 bits. */
    static String fingerprint(String token) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.US_ASCII));
            return HexFormat.of().formatHex(hash, 0, FINGERPRINT_BYTES);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e); // every JDK has it
        }
    }
}
