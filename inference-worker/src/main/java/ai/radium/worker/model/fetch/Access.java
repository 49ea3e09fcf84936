package ai.radium.worker.model.fetch;

import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;

/**
 * Where servers are and what they want to see, from the environment under the names that the vendors' own tools use.
 * Never shown or logged.
 */
public final class Access {
    private static final String HUB = "https://huggingface.co";

    private final Map<String, String> environment;

    public Access(Map<String, String> environment) {
        this.environment = Map.copyOf(environment);
    }

    Remote remote(ModelUri.HuggingFace file) {
        URI address = URI.create("%s/%s/%s/resolve/%s/%s"
                .formatted(
                        base("HF_ENDPOINT").orElse(HUB),
                        file.owner(),
                        file.repository(),
                        encoded(file.revision()),
                        encoded(file.path())));
        return new Remote(
                file,
                address,
                text("HF_TOKEN").<Authorization>map(BearerToken::new).orElse(Authorization.NONE),
                "set HF_TOKEN to a token that may read it, and accept its terms on the hub if it has any");
    }

    Remote remote(ModelUri.S3 object) {
        String region = text("AWS_REGION").or(() -> text("AWS_DEFAULT_REGION")).orElse("us-east-1");
        return new Remote(
                object,
                URI.create(bucket(object.bucket(), region) + "/" + encoded(object.key())),
                signature(region),
                "check AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY and AWS_REGION (now " + region + ")");
    }

    Remote remote(ModelUri.Web file) {
        return new Remote(
                file,
                file.address(),
                Authorization.NONE,
                "use an address that needs no sign-in, a signed one for example");
    }

    /** Servers of one's own take the bucket in the path; a bucket with dots fits no certificate otherwise. */
    private String bucket(String bucket, String region) {
        Optional<String> own = base("AWS_ENDPOINT_URL_S3").or(() -> base("AWS_ENDPOINT_URL"));
        if (own.isPresent()) {
            return own.get() + "/" + bucket;
        }
        return bucket.contains(".")
                ? "https://s3." + region + ".amazonaws.com/" + bucket
                : "https://" + bucket + ".s3." + region + ".amazonaws.com";
    }

    /** Without keys a bucket is read as anybody may. */
    private Authorization signature(String region) {
        Optional<String> keyId = text("AWS_ACCESS_KEY_ID");
        Optional<String> secret = text("AWS_SECRET_ACCESS_KEY");
        return keyId.isPresent() && secret.isPresent()
                ? new S3Signature(keyId.get(), secret.get(), text("AWS_SESSION_TOKEN"), region)
                : Authorization.NONE;
    }

    private Optional<String> base(String key) {
        return text(key).map(base -> base.replaceFirst("/+$", ""));
    }

    private Optional<String> text(String key) {
        return Optional.ofNullable(environment.get(key)).filter(value -> !value.isBlank());
    }

    /** As RFC 3986 and Amazon's signature want a path. */
    private static String encoded(String path) {
        return URLEncoder.encode(path, StandardCharsets.UTF_8)
                .replace("+", "%20")
                .replace("*", "%2A")
                .replace("%7E", "~")
                .replace("%2F", "/");
    }
}
