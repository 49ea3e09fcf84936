package ai.radium.account;

import ai.radium.contracts.account.AccountChanged.Scope;
import ai.radium.kit.problem.Between;
import org.jspecify.annotations.Nullable;

/** What an operator sends to put an account on another policy; numbers for enterprise only. */
record AssignPolicy(
        @Nullable String name,

        @Between(least = 1, most = RateLimitPolicies.MOST_REQUESTS) @Nullable
        Long requests,

        @Between(least = 1, most = RateLimitPolicies.MOST_SECONDS) @Nullable
        Integer windowSeconds,

        @Nullable Scope scope,

        @Between(least = 1, most = Integer.MAX_VALUE) @Nullable
        Integer concurrent) {}
