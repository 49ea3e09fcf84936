/**
 * The whole platform through its public port: started by {@code ./radium demo} in a folder of its own, called by the
 * clients that people use, and hurt on purpose. Nothing may depend on this module.
 */
@NullMarked
package ai.radium.e2e;

import org.jspecify.annotations.NullMarked;
