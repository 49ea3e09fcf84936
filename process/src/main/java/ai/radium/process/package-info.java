/**
 * Processes of the operating system that one of ours starts and answers for: who one is for sure, how it starts and in
 * which bounds, how long to wait before it starts again, how it ends, and what its log said last. Used by the supervisor of
 * {@code ./radium}, deployment-service's local runtime and the worker. Knows nothing of what the processes do. Needs Linux.
 */
@NullMarked
package ai.radium.process;

import org.jspecify.annotations.NullMarked;
