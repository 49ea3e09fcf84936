package ai.radium.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.radium.contracts.account.AccountChanged.RateLimitPolicy;
import ai.radium.contracts.account.AccountChanged.Scope;
import ai.radium.kit.problem.ProblemException;
import java.time.Duration;
import java.util.Map;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class RateLimitPoliciesTest {
    private final RateLimitPolicies policies =
            new RateLimitPolicies(Map.of("tier1", new Configured(1000, Duration.ofSeconds(60), Scope.ACCOUNT)));

    private record Configured(long requests, Duration window, Scope scope) implements AccountConfig.Policy {
        @Override
        public OptionalInt concurrent() {
            return OptionalInt.empty();
        }
    }

    @Test
    void takesTheNumbersOfAConfiguredPolicyFromTheTable() {
        assertThat(policies.asked(new AssignPolicy("tier1", null, null, null, null)))
                .isEqualTo(new RateLimitPolicy("tier1", 1000, 60, Scope.ACCOUNT, null));
    }

    @Test
    void takesTheNumbersOfEnterpriseFromTheCall() {
        assertThat(policies.asked(new AssignPolicy("enterprise", 50_000L, 10, Scope.KEY, 7)))
                .isEqualTo(new RateLimitPolicy("enterprise", 50_000, 10, Scope.KEY, 7));
    }

    @Test
    void namesTheFieldThatItRefuses() {
        refuses(new AssignPolicy("gold", null, null, null, null), "name");
        refuses(new AssignPolicy(null, null, null, null, null), "name");
        refuses(new AssignPolicy("tier1", 5L, null, null, null), "requests");
        refuses(new AssignPolicy("enterprise", 5L, null, Scope.KEY, null), "windowSeconds");
        refuses(new AssignPolicy("enterprise", 0L, 60, Scope.KEY, null), "requests");
        refuses(new AssignPolicy("enterprise", 5L, 60, Scope.KEY, 0), "concurrent");
    }

    @Test
    void refusesToStartWithAPolicyThatAdmitsNobody() {
        assertThatThrownBy(() ->
                        new RateLimitPolicies(Map.of("free", new Configured(0, Duration.ofSeconds(60), Scope.KEY))))
                .hasMessageContaining("radium.account.policies.free");
    }

    private void refuses(AssignPolicy asked, String field) {
        assertThatThrownBy(() -> policies.asked(asked))
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        refusal -> assertThat(refusal.param()).isEqualTo(field));
    }
}
