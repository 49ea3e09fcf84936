/**
 * Bodies of requests while they arrive: gathered before anything is done for the request, within memory that all requests
 * of the gateway share and of which no account has more than its part.
 */
@NullMarked
package ai.radium.gateway.body;

import org.jspecify.annotations.NullMarked;
