/**
 * Makes the chosen runtime run what is stored and stores what runs. Nothing else calls it: it starts with the service and
 * is woken by {@code wakeup}.
 */
@NullMarked
package ai.radium.deployment.reconcile;

import org.jspecify.annotations.NullMarked;
