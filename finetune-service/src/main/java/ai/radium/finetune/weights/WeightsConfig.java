package ai.radium.finetune.weights;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Where model files are and who fetches them. */
@ConfigMapping(prefix = "radium.weights")
public interface WeightsConfig {
    /** The node's cache of models, the same that workers fetch into. Default {@code RADIUM_WORKER_MODEL_CACHE}, else the user's. */
    @WithDefault("${RADIUM_WORKER_MODEL_CACHE:${XDG_CACHE_HOME:${user.home}/.cache}/radium/models}")
    Path cache();

    /** Another user's cache of models, which is only read. Default {@code RADIUM_WORKER_MODEL_CACHE_SHARED}, else none. */
    @WithDefault("${RADIUM_WORKER_MODEL_CACHE_SHARED:}")
    Optional<Path> sharedCache();

    /** Command line of the worker's own program for model files, {@code ./radium model}; it fetches as workers do. */
    @WithDefault(
            "java,-Xmx64m,-XX:+UseSerialGC,-cp,inference-worker/target/inference-worker.jar:inference-worker/target/lib/*,"
                    + "ai.radium.worker.model.ModelCommand")
    List<String> command();

    /** A file that has not arrived after this is given up; what has come is kept for the next try. Default 1 h. */
    @WithDefault("1H")
    Duration fetchTimeout();
}
