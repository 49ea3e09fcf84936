package ai.radium.worker.model.fetch;

import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;
import software.amazon.awssdk.identity.spi.AwsSessionCredentialsIdentity;

/** Signature version 4 in the headers, by AWS's own signer. */
record S3Signature(String keyId, String secret, Optional<String> sessionToken, String region) implements Authorization {
    @Override
    public Map<String, String> headers(URI address) {
        SdkHttpRequest signed = AwsV4HttpSigner.create()
                .sign(request -> request.identity(identity())
                        .request(SdkHttpRequest.builder()
                                .method(SdkHttpMethod.GET)
                                .uri(address)
                                .build())
                        .putProperty(AwsV4HttpSigner.SERVICE_SIGNING_NAME, "s3")
                        .putProperty(AwsV4HttpSigner.REGION_NAME, region)
                        .putProperty(AwsV4HttpSigner.DOUBLE_URL_ENCODE, false)
                        .putProperty(AwsV4HttpSigner.NORMALIZE_PATH, false))
                .request();
        Map<String, String> headers = new HashMap<>();
        signed.forEachHeader((name, values) -> headers.put(name, values.getFirst()));
        headers.remove("Host"); // the connection writes the same one
        return headers;
    }

    private AwsCredentialsIdentity identity() {
        return sessionToken.isPresent()
                ? AwsSessionCredentialsIdentity.create(keyId, secret, sessionToken.get())
                : AwsCredentialsIdentity.create(keyId, secret);
    }

    @Override
    public String toString() {
        return "S3Signature[" + region + ", …]";
    }
}
