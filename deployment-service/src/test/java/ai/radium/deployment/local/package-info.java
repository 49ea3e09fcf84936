/** Tests of the package of the same name. */
@NullMarked
package ai.radium.deployment.local;

import org.jspecify.annotations.NullMarked;
