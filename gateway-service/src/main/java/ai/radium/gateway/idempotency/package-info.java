/** Replies of inference that are given again to whoever sends the same request with the same Idempotency-Key. */
@NullMarked
package ai.radium.gateway.idempotency;

import org.jspecify.annotations.NullMarked;
