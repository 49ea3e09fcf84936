package ai.radium.account;

import ai.radium.contracts.account.AccountChanged.RateLimitPolicy;
import ai.radium.kit.identity.Role;
import java.time.Instant;
import java.util.List;

/**
 * An account as its members see it.
 *
 * @param role the caller's own
 */
record AccountView(
        String id,
        String name,
        Instant createdAt,
        Role role,
        RateLimitPolicy rateLimitPolicy,
        List<MemberView> members) {
    AccountView {
        members = List.copyOf(members);
    }

    static AccountView of(AccountRow account, List<MemberRow> members, Role role) {
        return new AccountView(
                account.id(),
                account.name(),
                account.createdAt(),
                role,
                account.policy(),
                members.stream().map(MemberRow::toView).toList());
    }
}
