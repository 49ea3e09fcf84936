/**
 * Double-entry bookkeeping: transactions whose entries sum to zero, and the balance of a customer that they add up to.
 * Pure; the service posts what is planned here and never changes what was posted.
 */
@NullMarked
package ai.radium.billing.ledger;

import org.jspecify.annotations.NullMarked;
