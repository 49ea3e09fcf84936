package ai.radium.deployment;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;

/**
 * What a customer sends to make another deployment like one.
 *
 * @param name of the copy
 * @param configuration merged over that of the one (RFC 7396): null brings a field's default back
 */
record CloneDeployment(@Nullable String name, @Nullable ObjectNode configuration) {}
