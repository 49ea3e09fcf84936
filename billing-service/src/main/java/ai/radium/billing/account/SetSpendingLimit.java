package ai.radium.billing.account;

import ai.radium.billing.amount.Amount;
import org.jspecify.annotations.Nullable;

/** What an account lets itself spend per calendar month, USD. */
record SetSpendingLimit(@Nullable Amount spendingLimit) {}
