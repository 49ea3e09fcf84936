/** What operators give to accounts and take from them by hand, with a reason: two sides in the ledger, and an audit record of the account. */
@NullMarked
package ai.radium.billing.adjustment;

import org.jspecify.annotations.NullMarked;
