package ai.radium.finetune.upload;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** How large files may be. */
@ConfigMapping(prefix = "radium.upload")
public interface UploadConfig {
    /**
     * Bytes of a file; a larger one is refused. Default 1 GiB. Above it, {@code quarkus.http.limits.max-body-size} and the
     * gateway's bound must be raised too.
     */
    @WithDefault("1G")
    MemorySize mostBytes();

    /** Bytes of a part of a file that comes in parts. Default 64 MiB, as OpenAI's. */
    @WithDefault("64M")
    MemorySize mostPartBytes();
}
