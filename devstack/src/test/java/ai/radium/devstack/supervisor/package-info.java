/** Proves the supervisor on real processes of no importance. */
@NullMarked
package ai.radium.devstack.supervisor;

import org.jspecify.annotations.NullMarked;
