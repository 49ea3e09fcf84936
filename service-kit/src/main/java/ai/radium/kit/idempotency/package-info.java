/** A POST with an Idempotency-Key has its effect once, however often it is sent. */
@NullMarked
package ai.radium.kit.idempotency;

import org.jspecify.annotations.NullMarked;
