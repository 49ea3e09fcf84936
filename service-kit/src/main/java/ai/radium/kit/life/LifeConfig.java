package ai.radium.kit.life;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** When a process counts as stuck. */
@ConfigMapping(prefix = "radium.life")
interface LifeConfig {
    /** How long a standing thread may make no step before {@code /health/live} says DOWN. Default 60 s. */
    @WithDefault("60S")
    Duration longestSilence();
}
