package ai.radium.finetune.file;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** Uploads in parts. */
@ConfigMapping(prefix = "radium.upload.parts")
interface UploadPartConfig {
    /** After which time an upload that is not completed is closed and its parts deleted. Default 1 h, as OpenAI's. */
    @WithDefault("1H")
    Duration expiresAfter();
}
