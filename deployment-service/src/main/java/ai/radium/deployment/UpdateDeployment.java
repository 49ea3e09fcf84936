package ai.radium.deployment;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Objects;
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

    /** @throws JsonProcessingException naming the field with the wrong type */
    Configuration mergedOver(DeploymentSpec spec, ObjectMapper json) throws JsonProcessingException {
        ObjectNode merged = json.valueToTree(Configuration.of(spec));
        if (configuration != null) {
            merged.setAll(configuration);
        }
        ObjectNode body = json.createObjectNode();
        body.set("configuration", merged);
        return Objects.requireNonNull(
                json.treeToValue(body, CreateDeployment.class).configuration());
    }
}
