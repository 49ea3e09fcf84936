package ai.radium.account;

import ai.radium.contracts.account.AccountChanged.RateLimitPolicy;
import ai.radium.kit.identity.Role;

/** What the gateway has to know of a user: the account that its requests are about and what it may do there. */
public record Membership(String account, Role role, RateLimitPolicy accountPolicy) {}
