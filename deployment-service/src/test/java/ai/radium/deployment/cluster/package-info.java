/** Tests of the package of the same name. */
@NullMarked
package ai.radium.deployment.cluster;

import org.jspecify.annotations.NullMarked;
