/**
 * The gateway's codec of {@code radium.worker.v1.Worker/Generate}, written by hand over Netty's buffers: no objects per
 * token, no copy of a prompt. Held to the generated classes by a property test. The worker and every cold call use
 * those.
 */
@NullMarked
package ai.radium.contracts.worker;

import org.jspecify.annotations.NullMarked;
