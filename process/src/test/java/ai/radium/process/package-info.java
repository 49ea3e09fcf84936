/** Tests of the package of the same name, on real processes. */
@NullMarked
package ai.radium.process;

import org.jspecify.annotations.NullMarked;
