package ai.radium.model;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import io.smallrye.config.WithName;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;

/** What an operator decides about the catalogue. */
@ConfigMapping(prefix = "radium.model")
interface ModelConfig {
    /** Path of the catalogue file; the built-in catalogue when absent. */
    Optional<Path> catalogue();

    /**
     * Models that another one answers for, declared in every reply: {@code llama2:7b=smollm2-135m-instruct,…}. Default
     * none; meant for trials on one machine.
     */
    @WithDefault("-")
    @WithName("stand-ins")
    String standInsText();

    /**
     * Tokens of context that this install's workers hold at most, whatever a model could: the same as
     * {@code radium.deployment.local.most-context}. Default: no limit.
     */
    OptionalInt mostContext();

    default StandIns standIns() {
        return StandIns.of(standInsText());
    }
}
