/** Proves the shared test stack on itself. */
@NullMarked
package ai.radium.devstack.testing;

import org.jspecify.annotations.NullMarked;
