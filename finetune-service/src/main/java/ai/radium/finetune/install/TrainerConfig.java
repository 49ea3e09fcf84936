package ai.radium.finetune.install;

import ai.radium.finetune.local.LocalConfig;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** What trains adapters. */
@ConfigMapping(prefix = "radium.trainer")
interface TrainerConfig {
    /** Where runs are. */
    enum Kind {
        LOCAL,
        NONE
    }

    /** {@code local} = processes of this machine; {@code none} = every run is refused. Default {@code local}. */
    @WithDefault("local")
    Kind kind();

    /** Of {@code local}. */
    LocalConfig local();
}
