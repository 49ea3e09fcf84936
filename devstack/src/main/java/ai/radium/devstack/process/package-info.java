/**
 * Operating-system processes: who one is for sure (pid and start time), how it starts, where it logs, how it ends.
 * Used by the backing services and the supervisor. Knows nothing of what the processes do.
 */
@NullMarked
package ai.radium.devstack.process;

import org.jspecify.annotations.NullMarked;
