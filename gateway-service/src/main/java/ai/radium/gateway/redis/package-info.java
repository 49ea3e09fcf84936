/** The connection to Redis, and the scripts that run there in one step. */
@NullMarked
package ai.radium.gateway.redis;

import org.jspecify.annotations.NullMarked;
