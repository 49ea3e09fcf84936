/** Tests of deployments: states, configuration, HTTP, store and reconciliation. */
@NullMarked
package ai.radium.deployment;

import org.jspecify.annotations.NullMarked;
