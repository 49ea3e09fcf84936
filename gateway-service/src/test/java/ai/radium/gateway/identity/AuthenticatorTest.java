package ai.radium.gateway.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import ai.radium.contracts.Topic;
import ai.radium.contracts.account.AccountChanged;
import ai.radium.contracts.account.AccountChanged.RateLimitPolicy;
import ai.radium.contracts.account.AccountChanged.Scope;
import ai.radium.contracts.key.KeyChanged;
import com.nimbusds.jose.JOSEException;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.HttpHeaders;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AuthenticatorTest {
    private static final URI NOWHERE = URI.create("http://127.0.0.1:1/certs");
    private static final String KEY = "any-shape.of/key";

    private final FakeAccountService accounts = new FakeAccountService();

    @TempDir
    private Path home;

    private Gate gate;

    @BeforeEach
    void open() throws JOSEException {
        gate = new Gate(accounts.uri(), NOWHERE, home, false);
        accounts.keys.put(Gate.sha256(KEY), Gate.record("key_1", "acct_1", ""));
    }

    @AfterEach
    void close() {
        gate.close();
        accounts.close();
    }

    @Test
    void takesAKeyFromEitherHeaderAndLooksItUpOnce() {
        HttpHeaders apiKey = new DefaultHttpHeaders().set("X-API-Key", KEY);

        assertThat(gate.outcome(KEY)).isEqualTo("acct_1");
        assertThat(Gate.outcome(gate.ask(apiKey))).isEqualTo("acct_1");
        assertThat(Gate.outcome(gate.ask(new DefaultHttpHeaders().set("Authorization", "bearer  " + KEY))))
                .isEqualTo("acct_1");
        assertThat(accounts.lookups).containsExactly("{\"sha256\":\"" + Gate.sha256(KEY) + "\"}");
        assertThat(accounts.authorizations).allMatch(header -> header.startsWith("Bearer eyJ"));
    }

    @Test
    void refusesAMissingAnUnknownARevokedAndAnExpiredKey() {
        accounts.keys.put(Gate.sha256("old"), Gate.record("key_2", "a", ",\"expiresAt\":\"2020-01-01T00:00:00Z\""));
        accounts.keys.put(Gate.sha256("gone"), Gate.record("key_3", "a", "").replace("\"active\"", "\"revoked\""));

        assertThat(Gate.outcome(gate.ask(new DefaultHttpHeaders()))).isEqualTo("401 MISSING_API_KEY");
        assertThat(Gate.outcome(gate.ask(new DefaultHttpHeaders().set("Authorization", "Basic eDp5"))))
                .isEqualTo("401 MISSING_API_KEY");
        assertThat(Stream.of("nobody", "old", "gone", "x".repeat(9_000)).map(gate::outcome))
                .containsOnly("401 INVALID_API_KEY");
    }

    @Test
    void aKeyWorksRightAfterItWasMade() {
        String before = gate.outcome("fresh");
        accounts.keys.put(Gate.sha256("fresh"), Gate.record("key_9", "acct_9", ""));

        assertThat(before).isEqualTo("401 INVALID_API_KEY");
        assertThat(gate.outcome("fresh")).isEqualTo("acct_9");
    }

    @Test
    void manyRequestsWithOneUnknownKeyAskOnce() {
        accounts.gate = new CountDownLatch(1);
        HttpHeaders headers = new DefaultHttpHeaders().set("X-API-Key", KEY);
        var client = new InetSocketAddress(InetAddress.getLoopbackAddress(), 1);

        List<CompletableFuture<Authentication>> answers =
                Stream.generate(() -> gate.askAsync(headers, client)).limit(50).toList();
        Awaitility.await().until(() -> accounts.lookups.size() == 1);
        accounts.gate.countDown();

        assertThat(answers.stream().map(CompletableFuture::join).map(Gate::outcome))
                .containsOnly("acct_1");
        assertThat(accounts.lookups).hasSize(1);
    }

    @Test
    void refusesAMistypedKeyOfOurShapeWithoutALookup() {
        assertThat(gate.outcome("sk-abcdefghijklmnop_" + "x".repeat(49))).isEqualTo("401 INVALID_API_KEY");
        assertThat(accounts.lookups).isEmpty();
    }

    @Test
    void knownKeysGoOnAndUnknownOnesComeBackLaterWhileAccountServiceIsAway() {
        gate.outcome(KEY);
        accounts.close();

        assertThat(gate.outcome(KEY)).isEqualTo("acct_1");
        assertThat(gate.bearer("unknown")).isInstanceOfSatisfying(Authentication.Unknown.class, unknown -> {
            assertThat(unknown.refusal().status()).isEqualTo(503);
            assertThat(unknown.refusal().retryAfterSeconds()).isPositive();
        });
    }

    @Test
    void aRevocationByEventIsEffectiveAtOnce() {
        gate.outcome(KEY);
        tell(Topic.KEY_CHANGED, new KeyChanged("key_1", "acct_1", KeyChanged.Status.REVOKED, 2));

        assertThat(gate.outcome(KEY)).isEqualTo("401 INVALID_API_KEY");
        assertThat(accounts.lookups).hasSize(1);
    }

    @Test
    void aRevocationArrivesByThePollToo() {
        gate.outcome(KEY);
        accounts.changes =
                "{\"cursor\":\"c1\",\"keys\":[{\"keyId\":\"key_1\",\"account\":\"acct_1\",\"status\":\"revoked\",\"version\":2}]}";

        Awaitility.await()
                .atMost(Duration.ofSeconds(5))
                .pollInterval(Duration.ofMillis(50))
                .until(() -> gate.outcome(KEY).equals("401 INVALID_API_KEY"));
    }

    @Test
    void aChangedKeyIsLookedUpAgainAndAnOldAnswerIsNotKept() {
        gate.outcome(KEY);
        tell(Topic.KEY_CHANGED, new KeyChanged("key_1", "acct_1", KeyChanged.Status.ACTIVE, 2));
        accounts.keys.put(
                Gate.sha256(KEY),
                Gate.record("key_1", "acct_1", ",\"scopes\":[\"read\"]").replace("\"version\":1", "\"version\":2"));

        assertThat(gate.bearer(KEY))
                .isInstanceOfSatisfying(
                        Authentication.Known.class,
                        known -> assertThat(known.principal().scopes()).containsExactly("read"));
    }

    @Test
    void aNewPolicyOfTheAccountReplacesTheOldOne() {
        gate.outcome(KEY);
        var tier3 = new RateLimitPolicy("tier3", 10_000, 60, Scope.ACCOUNT, null);
        tell(Topic.ACCOUNT_CHANGED, new AccountChanged("acct_1", "A", Instant.EPOCH, tier3, 2));

        assertThat(gate.bearer(KEY))
                .isInstanceOfSatisfying(
                        Authentication.Known.class,
                        known -> assertThat(known.principal().quota().id()).endsWith("=10000"));
    }

    @Test
    void aGatewayThatStartsWithoutAccountServiceKnowsItsKeysFromItsSnapshot() throws Exception {
        gate.outcome(KEY);
        gate.close();
        accounts.close();
        Path file = home.resolve("keys.json");

        try (var again = new Gate(accounts.uri(), NOWHERE, home, false)) {
            assertThat(again.outcome(KEY)).isEqualTo("acct_1");
        }
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(Files.readString(file)).contains(Gate.sha256(KEY)).doesNotContain(KEY);
    }

    @Test
    void aSnapshotThatCannotBeReadIsIgnored() throws IOException, JOSEException {
        Files.writeString(home.resolve("keys.json"), "{\"format\":1,\"keys\":[{");

        try (var again = new Gate(accounts.uri(), NOWHERE, home, false)) {
            assertThat(again.outcome(KEY)).isEqualTo("acct_1");
        }
    }

    @Test
    void aKeyMayBeConfinedToAddresses() {
        accounts.keys.put(
                Gate.sha256("confined"), Gate.record("key_4", "acct_4", ",\"ipAllowList\":[\"10.1.0.0/16\",\"::1\"]"));
        HttpHeaders headers = new DefaultHttpHeaders().set("X-API-Key", "confined");

        assertThat(Gate.outcome(gate.askAsync(headers, new InetSocketAddress("10.1.2.3", 1))
                        .join()))
                .isEqualTo("acct_4");
        assertThat(Gate.outcome(gate.askAsync(headers, new InetSocketAddress("10.2.2.3", 1))
                        .join()))
                .isEqualTo("403 IP_NOT_ALLOWED");
    }

    @ParameterizedTest
    @CsvSource({
        "::ffff:127.0.0.1, acct_4",
        "127.0.0.1, acct_4",
        "127.0.0.0/8, acct_4",
        "::ffff:127.0.0.0/104, acct_4",
        "127.0.0.1/032, 403 IP_NOT_ALLOWED",
        "::/0, 403 IP_NOT_ALLOWED",
        "nonsense, 403 IP_NOT_ALLOWED"
    })
    void everyEntryOfAnAddressListWorksOrAdmitsNobody(String entry, String outcome) {
        accounts.keys.put(
                Gate.sha256("confined"), Gate.record("key_4", "acct_4", ",\"ipAllowList\":[\"" + entry + "\"]"));

        assertThat(gate.outcome("confined")).isEqualTo(outcome);
        assertThat(gate.outcome("confined")).isEqualTo(outcome);
    }

    @Test
    void aKeyCountsWithItsLineageAndWithTheKeysItWasMadeThrough() {
        accounts.keys.put(
                Gate.sha256("child"),
                Gate.record(
                        "key_7",
                        "a",
                        ",\"lineage\":\"key_5\",\"rateLimit\":{\"requests\":9,\"windowSeconds\":70},\"inheritedLimits\":"
                                + "[{\"countedAs\":\"key_1\",\"requests\":10,\"windowSeconds\":60,\"concurrent\":2}]"));

        assertThat(gate.bearer("child"))
                .isInstanceOfSatisfying(
                        Authentication.Known.class,
                        known -> assertThat(known.principal().quota().counters())
                                .hasToString("[Counter[key=radium:limit:{a}:account:60, limit=1000, windowSeconds=60],"
                                        + " Counter[key=radium:limit:{a}:own:key_1, limit=10, windowSeconds=60],"
                                        + " Counter[key=radium:limit:{a}:own:key_5, limit=9, windowSeconds=70]]"));
    }

    @Test
    void theLiteralKeysOfTheDocumentationWorkInTheDemoOnly() throws JOSEException {
        List<String> literals = List.of("your-api-key", "sk-your-api-key", "YOUR_API_KEY");
        literals.forEach(key -> accounts.keys.put(Gate.sha256(key), Gate.record("key_demo", "acct_demo", "")));

        assertThat(literals.stream().map(gate::outcome)).containsOnly("401 INVALID_API_KEY");
        assertThat(accounts.lookups).isEmpty();
        try (var demo = new Gate(accounts.uri(), NOWHERE, home.resolve("demo"), true)) {
            assertThat(literals.stream().map(demo::outcome)).containsOnly("acct_demo");
        }
    }

    @Test
    void theDemoIsRefusedWhereOthersCanReachIt() {
        DemoKeys.refuseUnlessLoopback(List.of(new InetSocketAddress(InetAddress.getLoopbackAddress(), 8000)));

        assertThatIllegalStateException()
                .isThrownBy(() -> DemoKeys.refuseUnlessLoopback(List.of(new InetSocketAddress("0.0.0.0", 8000))))
                .withMessageContaining("radium.gateway.demo-keys");
    }

    private void tell(Topic topic, ai.radium.contracts.Event event) {
        Objects.requireNonNull(gate.identity.listeners().get(topic)).on(event.eventKey(), Optional.of(event));
    }
}
