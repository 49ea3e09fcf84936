package ai.radium.gateway.limits;

import ai.radium.contracts.account.AccountChanged.RateLimitPolicy;
import ai.radium.contracts.account.AccountChanged.Scope;

/** Quotas as tests need them. */
final class Quotas {
    private Quotas() {}

    static Quota perMinute(String account, long requests) {
        return per(account, requests, 60);
    }

    static Quota per(String account, long requests, int windowSeconds) {
        return Quota.of(
                account, "key_1", new RateLimitPolicy("test", requests, windowSeconds, Scope.ACCOUNT, null), null);
    }
}
