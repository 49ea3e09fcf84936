/** Facts leave with the transaction that made them true (outbox, relay) and take effect once (inbox). */
@NullMarked
package ai.radium.kit.outbox;

import org.jspecify.annotations.NullMarked;
