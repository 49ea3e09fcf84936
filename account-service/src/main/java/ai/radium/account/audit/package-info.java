/**
 * The log of what callers did to an account and what it owns: taken from the services' events, chained by hashes, only added
 * to; shown to administrators, verified by {@code ./radium audit verify}.
 */
@NullMarked
package ai.radium.account.audit;

import org.jspecify.annotations.NullMarked;
