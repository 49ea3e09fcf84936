/**
 * One part of the stack as data and probes, the user it runs as, and the files that are its own: where the stack lives and
 * what is unpacked once per machine. Used by the backing services and the supervisor. Knows nothing of what the parts do.
 */
@NullMarked
package ai.radium.devstack.process;

import org.jspecify.annotations.NullMarked;
