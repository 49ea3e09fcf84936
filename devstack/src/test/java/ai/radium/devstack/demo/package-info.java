/** Proves how the demo reads the platform's replies. */
@NullMarked
package ai.radium.devstack.demo;

import org.jspecify.annotations.NullMarked;
