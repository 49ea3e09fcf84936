/** Rules of the whole module, and how its status reads. */
@NullMarked
package ai.radium.devstack;

import org.jspecify.annotations.NullMarked;
