package ai.radium.deployment;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;

/**
 * What a customer sends to change a deployment; absent fields stay as they are.
 *
 * @param status {@code active} or {@code stopped}
 * @param configuration merged over what there is (RFC 7396): null brings a field's default back
 */
record UpdateDeployment(
        @Nullable String name,
        @Nullable String modelId,
        @Nullable String status,
        @Nullable ObjectNode configuration) {
    /** Whether more may run after it than before. */
    boolean mayCost() {
        return configuration != null || "active".equals(status);
    }
}
