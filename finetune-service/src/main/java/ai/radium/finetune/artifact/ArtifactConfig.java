package ai.radium.finetune.artifact;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.time.Duration;

/** Where files of customers live, and how much of them. */
@ConfigMapping(prefix = "radium.artifact")
interface ArtifactConfig {
    /** What keeps them. */
    enum Store {
        FILE,
        S3
    }

    /** The implementation: {@code file} or {@code s3}. Default {@code file}. */
    @WithDefault("file")
    Store store();

    /** Directory of {@code file}; replicas of this service must share it. Default {@code data/artifacts}. */
    @WithDefault("data/artifacts")
    Path directory();

    /** Where {@code s3} keeps them. */
    S3Config s3();

    /** Bytes that an account may store, parts of unfinished uploads included; more is refused. Default 10 GiB. */
    @WithDefault("10G")
    MemorySize accountBytes();

    /** After which time what was begun and never finished is deleted; longer than any upload takes. Default 2 h. */
    @WithDefault("2H")
    Duration abandonedAfter();
}
