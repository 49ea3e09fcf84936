/**
 * What can be deployed and on what: the copy of model-service's catalogue and the operator's accelerators. Knows nothing
 * of deployments.
 */
@NullMarked
package ai.radium.deployment.catalogue;

import org.jspecify.annotations.NullMarked;
