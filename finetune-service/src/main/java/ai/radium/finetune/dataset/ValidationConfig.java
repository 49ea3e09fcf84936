package ai.radium.finetune.dataset;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How contents are read. */
@ConfigMapping(prefix = "radium.validation")
interface ValidationConfig {
    /** Contents that are read at once by one process; each takes up to 40 MiB. Others wait. Default 2. */
    @WithDefault("2")
    int atOnce();

    /** Without a sign of life for so long, a content is read by somebody else from its beginning. Default 30 s. */
    @WithDefault("30S")
    Duration lease();
}
