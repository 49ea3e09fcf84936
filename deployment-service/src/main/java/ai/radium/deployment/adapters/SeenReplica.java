package ai.radium.deployment.adapters;

import ai.radium.deployment.runtime.Replica;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A replica that takes calls.
 *
 * @param loaded ids of what it says it has; null when it gave no answer
 */
record SeenReplica(Replica replica, @Nullable Set<String> loaded) {
    SeenReplica {
        loaded = loaded == null ? null : Set.copyOf(loaded);
    }
}
