/** Each call that changed something is told once, in the transaction of its change; account-service keeps the log. */
@NullMarked
package ai.radium.kit.audit;

import org.jspecify.annotations.NullMarked;
