/** Amounts of money as clients send them. */
@NullMarked
package ai.radium.billing.amount;

import org.jspecify.annotations.NullMarked;
