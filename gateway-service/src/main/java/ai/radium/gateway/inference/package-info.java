/**
 * One inference call from its body to its last byte: the validating scan, the choice of a replica, the events of the
 * worker as JSON or server-sent events, and the usage record before the end is said. Called by {@code http}, on the
 * client's event loop.
 */
@NullMarked
package ai.radium.gateway.inference;

import org.jspecify.annotations.NullMarked;
