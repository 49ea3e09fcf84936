/** Topics {@code radium.deployment.changed.v1} and {@code radium.deployment.routes.v1} (compacted). */
@NullMarked
package ai.radium.contracts.deployment;

import org.jspecify.annotations.NullMarked;
