/** Threads that must not end, and whether they still work: what {@code /health/live} answers. */
@NullMarked
package ai.radium.gateway.liveness;

import org.jspecify.annotations.NullMarked;
