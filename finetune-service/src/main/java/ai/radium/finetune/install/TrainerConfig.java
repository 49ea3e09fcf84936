package ai.radium.finetune.install;

import ai.radium.finetune.kubernetes.KubernetesConfig;
import ai.radium.finetune.local.LocalConfig;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** What trains adapters. */
@ConfigMapping(prefix = "radium.trainer")
interface TrainerConfig {
    /** Where runs are. */
    enum Kind {
        LOCAL,
        KUBERNETES,
        NONE
    }

    /** {@code local} = processes of this machine; {@code kubernetes} = Jobs of a cluster; {@code none} = every run is refused. Default {@code local}. */
    @WithDefault("local")
    Kind kind();

    /** Of {@code local}. */
    LocalConfig local();

    /** Of {@code kubernetes}. */
    KubernetesConfig kubernetes();
}
