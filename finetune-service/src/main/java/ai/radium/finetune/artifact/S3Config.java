package ai.radium.finetune.artifact;

import io.smallrye.config.WithDefault;
import java.net.URI;
import java.util.Optional;

/** A bucket of an S3 server. */
interface S3Config {
    /** Address of the server, without the bucket. No default: {@code s3} does not start without it. */
    Optional<URI> endpoint();

    /** The bucket, which must exist. No default: {@code s3} does not start without it. */
    Optional<String> bucket();

    /** Region that requests are signed for. Default {@code us-east-1}. */
    @WithDefault("us-east-1")
    String region();

    /** Who asks; may read, write, list and delete objects of the bucket, and abort uploads. No default. */
    Optional<String> accessKey();

    /** Proves who asks. No default, and never told. */
    Optional<String> secretKey();

    /** Stands before each key, for example {@code radium/}; nothing else of the bucket is touched. Default: nothing. */
    Optional<String> prefix();
}
