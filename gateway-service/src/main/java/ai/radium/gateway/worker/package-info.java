/**
 * The gateway's way to the workers: HTTP/2 (RFC 9113) client framing of its own for the one method it calls, one set of
 * connections per event loop. Called by {@code inference}; nothing here is shared between loops.
 */
@NullMarked
package ai.radium.gateway.worker;

import org.jspecify.annotations.NullMarked;
