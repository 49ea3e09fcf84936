/**
 * What deployment-service asks of a place that runs replicas, and what it learns from it. Implemented by
 * {@code local} and {@code cluster}; called by the reconciler, on virtual threads.
 */
@NullMarked
package ai.radium.deployment.runtime;

import org.jspecify.annotations.NullMarked;
