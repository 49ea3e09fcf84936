/**
 * The runtime of a Kubernetes cluster: a Deployment and a Service per deployment, planned purely, applied by server-side
 * apply, watched by label.
 */
@NullMarked
package ai.radium.deployment.cluster;

import org.jspecify.annotations.NullMarked;
