/** Tests of the package of the same name. */
@NullMarked
package ai.radium.deployment.runtime;

import org.jspecify.annotations.NullMarked;
