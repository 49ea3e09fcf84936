/**
 * Who calls: API keys and Keycloak tokens become a {@link Principal}. The server asks the {@link Authenticator} for
 * every request; a caller that is known is answered from memory, others are looked up at account-service off the event
 * loop. Also the other direction: the short-lived token that proves a caller to the services behind the edge.
 */
@NullMarked
package ai.radium.gateway.identity;

import org.jspecify.annotations.NullMarked;
