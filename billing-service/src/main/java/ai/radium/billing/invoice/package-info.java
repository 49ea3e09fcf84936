/**
 * Invoices: what a calendar month (UTC) came to, line by line. A month is closed once it is over; until then its invoice is a draft that
 * is reckoned when somebody looks. Late use stands on the next invoice.
 */
@NullMarked
package ai.radium.billing.invoice;

import org.jspecify.annotations.NullMarked;
