/**
 * An account's money as it stands: balance, months, ledger, terms and standing. Whoever moves money locks the account's row,
 * posts, and then has its standing reviewed, all in one transaction.
 */
@NullMarked
package ai.radium.billing.account;

import org.jspecify.annotations.NullMarked;
