/** Proves on real folders and processes what the rest takes for granted. */
@NullMarked
package ai.radium.devstack.process;

import org.jspecify.annotations.NullMarked;
