/** Topic {@code radium.usage.recorded.v1}, written by the gateway; read by billing and analytics. */
@NullMarked
package ai.radium.contracts.usage;

import org.jspecify.annotations.NullMarked;
