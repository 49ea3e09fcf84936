/**
 * When to look at which deployment. Use cases, consumers and runtimes wake a key; the reconciler does the work. Knows
 * deployments by their ids only.
 */
@NullMarked
package ai.radium.deployment.wakeup;

import org.jspecify.annotations.NullMarked;
