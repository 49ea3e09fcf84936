@NullMarked
package ai.radium.deployment.reconcile;

import org.jspecify.annotations.NullMarked;
