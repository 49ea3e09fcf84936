package ai.radium.contracts.billing;

import ai.radium.contracts.Event;

/** What became of an account's invoices. */
public sealed interface InvoiceEvent extends Event permits InvoiceCreated, InvoicePaid {}
