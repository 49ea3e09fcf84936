package ai.radium.gateway.identity;

import static org.assertj.core.api.Assertions.assertThat;

import ai.radium.contracts.account.AccountChanged.RateLimitPolicy;
import ai.radium.contracts.account.AccountChanged.Scope;
import ai.radium.gateway.limits.Quota;
import ai.radium.gateway.problem.Refusal;
import ai.radium.kit.identity.Role;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PermissionTest {
    @ParameterizedTest
    @CsvSource({
        "BROWSE, VIEWER, true", "BROWSE, GATEWAY, false",
        "READ, VIEWER, true", "READ, OWNER, true",
        "INFER, VIEWER, false", "INFER, DEVELOPER, true",
        "WRITE, VIEWER, false", "WRITE, DEVELOPER, true",
        "ADMINISTER, DEVELOPER, false", "ADMINISTER, ADMIN, true",
        "ADMINISTER, OWNER, true", "ADMINISTER, PLATFORM_ADMIN, true"
    })
    void asksForARole(Permission permission, Role role, boolean granted) {
        assertThat(permission.refusal(caller(role, Set.of())).isEmpty()).isEqualTo(granted);
    }

    @ParameterizedTest
    @CsvSource({
        "INFER, inference, true", "INFER, read, false", "INFER, write, false", "INFER, *, true",
        "BROWSE, inference, true", "READ, inference, false", "READ, read, true", "READ, write, true",
        "WRITE, read, false", "WRITE, write, true", "ADMINISTER, write, false", "ADMINISTER, admin, true"
    })
    void asksAKeyWithScopesForOneOfThem(Permission permission, String scope, boolean granted) {
        assertThat(permission.refusal(caller(Role.OWNER, Set.of(scope))).isEmpty())
                .isEqualTo(granted);
        assertThat(permission.refusal(caller(Role.OWNER, Set.of(scope))).map(Refusal::status))
                .isEqualTo(granted ? java.util.Optional.empty() : java.util.Optional.of(403));
    }

    private static Principal caller(Role role, Set<String> scopes) {
        var policy = new RateLimitPolicy("tier1", 1_000, 60, Scope.ACCOUNT, null);
        return new Principal("a", "k", role, scopes, Set.of(), IpAllowList.ANYWHERE, Quota.of("a", "k", policy, null));
    }
}
