/**
 * Fine-tuned models on running deployments of their base: which should be loaded where, and the calls that load them. Woken by
 * {@code reconcile} after each look at a deployment; a failure here never touches a replica's process.
 */
@NullMarked
package ai.radium.deployment.adapters;

import org.jspecify.annotations.NullMarked;
