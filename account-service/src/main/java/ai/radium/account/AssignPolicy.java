package ai.radium.account;

import ai.radium.contracts.account.AccountChanged.Scope;
import org.jspecify.annotations.Nullable;

/** What an operator sends to put an account on another policy; numbers for enterprise only. */
record AssignPolicy(
        @Nullable String name,
        @Nullable Long requests,
        @Nullable Integer windowSeconds,
        @Nullable Scope scope,
        @Nullable Integer concurrent) {}
