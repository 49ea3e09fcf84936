/**
 * Money: usage records become rated lines, lines become ledger transactions, those a balance, and that a standing which
 * the gateways obey. {@code BillingEvents} lets events in, {@code Billing} joins the stores and the outbox,
 * {@code BillingResource} answers the gateway.
 */
@NullMarked
package ai.radium.billing;

import org.jspecify.annotations.NullMarked;
