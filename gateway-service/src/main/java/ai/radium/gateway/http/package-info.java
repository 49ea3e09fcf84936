/**
 * The public port: connections, the order of a request's steps (authenticate, limit, then infer or relay), and the
 * loops that all of it runs on. Called by clients; calls every other package of the gateway.
 */
@NullMarked
package ai.radium.gateway.http;

import org.jspecify.annotations.NullMarked;
