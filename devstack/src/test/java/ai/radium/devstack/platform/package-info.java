/** Proves what the commands rely on. */
@NullMarked
package ai.radium.devstack.platform;

import org.jspecify.annotations.NullMarked;
