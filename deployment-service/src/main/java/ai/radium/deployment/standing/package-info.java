/** Which accounts may not spend, copied from what billing tells: their deployments hold nothing. Asked by the reconciler at each look. */
@NullMarked
package ai.radium.deployment.standing;

import org.jspecify.annotations.NullMarked;
