/** Where the gateway's time comes from: given to whoever reads it, so that a test may hold it. */
@NullMarked
package ai.radium.gateway.time;

import org.jspecify.annotations.NullMarked;
