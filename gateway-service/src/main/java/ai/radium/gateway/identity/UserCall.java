package ai.radium.gateway.identity;

import org.jspecify.annotations.Nullable;

/**
 * What a request of a user says beside the token.
 *
 * @param account one of the user's several; null = its own, made when there is none yet
 * @param address where the request comes from
 */
record UserCall(@Nullable String account, String address, String requestId) {}
