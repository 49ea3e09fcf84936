/** Topic {@code radium.model.changed.v1} (compacted), written by model-service. */
@NullMarked
package ai.radium.contracts.model;

import org.jspecify.annotations.NullMarked;
