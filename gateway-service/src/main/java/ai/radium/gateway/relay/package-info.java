/**
 * Everything that is not inference goes to the service that owns it, over HTTP/1.1, streamed both ways. The table says
 * which paths there are, whose they are and what they ask of the caller; the server hands a request to the
 * {@link Relay} of its event loop and takes the reply through {@link ClientReply}.
 */
@NullMarked
package ai.radium.gateway.relay;

import org.jspecify.annotations.NullMarked;
