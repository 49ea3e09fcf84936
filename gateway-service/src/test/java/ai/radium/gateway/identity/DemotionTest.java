package ai.radium.gateway.identity;

import static org.assertj.core.api.Assertions.assertThat;

import ai.radium.contracts.Topic;
import ai.radium.contracts.account.AccountChanged;
import ai.radium.contracts.account.AccountChanged.RateLimitPolicy;
import ai.radium.contracts.account.AccountChanged.Scope;
import ai.radium.kit.identity.Role;
import com.nimbusds.jose.JOSEException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DemotionTest {
    private final FakeAccountService accounts = new FakeAccountService();
    private final SettableClock clock = new SettableClock();
    private FakeRealm realm;
    private Gate gate;
    private String token = "";

    @TempDir
    private Path home;

    @BeforeEach
    void open() throws JOSEException, IOException {
        realm = new FakeRealm();
        gate = new Gate(accounts.uri(), realm.certificates(), home, false, clock);
        token = realm.token("u1");
        is(Role.ADMIN);
        assertThat(role()).isEqualTo(Role.ADMIN);
    }

    @AfterEach
    void close() {
        gate.close();
        realm.close();
        accounts.close();
    }

    @Test
    void aRoleThatWasTakenAwayCountsNoMoreAfterFiveSecondsWithoutAnyEvent() {
        is(Role.VIEWER);

        clock.forward(Duration.ofSeconds(5));

        assertThat(role()).isEqualTo(Role.VIEWER);
    }

    @Test
    void aRoleThatWasTakenAwayCountsNoMoreOnceTheEventIsThere() {
        is(Role.VIEWER);

        Objects.requireNonNull(gate.identity.listeners().get(Topic.ACCOUNT_CHANGED))
                .on(
                        "acct_u",
                        Optional.of(new AccountChanged(
                                "acct_u",
                                "A",
                                Instant.EPOCH,
                                new RateLimitPolicy("tier1", 1_000, 60, Scope.ACCOUNT, null),
                                2)));

        assertThat(role()).isEqualTo(Role.VIEWER);
    }

    @Test
    void whoWasRemovedIsKnownNoMoreAfterFiveSeconds() {
        accounts.members.clear();

        clock.forward(Duration.ofSeconds(5));

        assertThat(gate.outcome(token)).isEqualTo("404 ACCOUNT_NOT_FOUND");
    }

    @Test
    void anAnswerIsAskedForAgainBehindTheRequestsThatUseIt() {
        int before = accounts.lookups.size();
        clock.forward(Duration.ofSeconds(3));

        assertThat(role()).isEqualTo(Role.ADMIN);
        Awaitility.await().until(() -> accounts.lookups.size() == before + 1);
    }

    @Test
    void usersGoOnAsBeforeWhileAccountServiceIsDown() {
        accounts.close();

        for (int i = 0; i < 5; i++) {
            clock.forward(Duration.ofSeconds(5));
            assertThat(role()).isEqualTo(Role.ADMIN);
        }
    }

    private void is(Role role) {
        accounts.members.put(
                "{\"sub\":\"u1\",\"email\":\"u@example.org\"}",
                "{\"account\":\"acct_u\",\"role\":\"" + role.word() + "\",\"accountPolicy\":"
                        + "{\"name\":\"tier1\",\"requests\":1000,\"windowSeconds\":60,\"scope\":\"ACCOUNT\"}}");
    }

    private Role role() {
        return gate.bearer(token) instanceof Authentication.Known known
                ? known.principal().role()
                : Role.GATEWAY;
    }
}
