package ai.radium.gateway.identity;

import static org.assertj.core.api.Assertions.assertThat;

import ai.radium.contracts.Topic;
import ai.radium.contracts.key.KeyChanged;
import com.nimbusds.jose.JOSEException;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GuessesTest {
    private static final URI NOWHERE = URI.create("http://127.0.0.1:1/certs");
    private static final String GOOD = "a-good-key";
    private static final String MISTYPED = "sk-abcdefghijklmnop_" + "x".repeat(49);
    private static final String GUESSER = "192.0.2.1";

    private final FakeAccountService accounts = new FakeAccountService();
    private final SettableClock clock = new SettableClock();

    @TempDir
    private Path home;

    private Gate gate;

    @BeforeEach
    void open() throws JOSEException {
        gate = new Gate(accounts.uri(), NOWHERE, home, false, clock);
        accounts.keys.put(Gate.sha256(GOOD), Gate.record("key_1", "acct_1", ""));
    }

    @AfterEach
    void close() {
        gate.close();
        accounts.close();
    }

    @Test
    void twentyWrongKeysAMinuteAreAnsweredThenTheSourceWaitsLongerEachTime() {
        assertThat(guess(20)).containsOnly("401 INVALID_API_KEY");

        List<Integer> waits = IntStream.range(0, 8).map(i -> heldUp()).boxed().toList();

        assertThat(waits).containsExactly(1, 2, 4, 8, 16, 32, 60, 60);
        assertThat(accounts.lookups).hasSize(20);
        assertThat(gate.identity.stats().wrongKeys()).isEqualTo(20);
        assertThat(gate.identity.stats().heldUpKeys()).isEqualTo(8);
    }

    @Test
    void aMistypedKeyIsAWrongOneTooAndNeverLookedUp() {
        assertThat(IntStream.range(0, 20).mapToObj(i -> ask(GUESSER, MISTYPED))).containsOnly("401 INVALID_API_KEY");

        assertThat(ask(GUESSER, MISTYPED)).isEqualTo("429 RATE_LIMIT_EXCEEDED");
        assertThat(ask(GUESSER, "nobody")).isEqualTo("429 RATE_LIMIT_EXCEEDED");
        assertThat(accounts.lookups).isEmpty();
    }

    @Test
    void knownKeysBehindTheSameAddressPassAlsoAfterAChange() {
        ask(GUESSER, GOOD);
        guess(30);

        assertThat(ask(GUESSER, GOOD)).isEqualTo("acct_1");
        Objects.requireNonNull(gate.identity.listeners().get(Topic.KEY_CHANGED))
                .on("key_1", Optional.of(new KeyChanged("key_1", "acct_1", KeyChanged.Status.ACTIVE, 1)));
        assertThat(ask(GUESSER, GOOD)).isEqualTo("acct_1");
        assertThat(ask("192.0.2.2", "nobody")).isEqualTo("401 INVALID_API_KEY");
    }

    @Test
    void aNewKeyBehindAGuessingAddressGetsThroughWithinASecond() {
        guess(30);
        assertThat(ask(GUESSER, GOOD)).isEqualTo("429 RATE_LIMIT_EXCEEDED");

        clock.forward(Duration.ofSeconds(1));

        assertThat(ask(GUESSER, GOOD)).isEqualTo("acct_1");
        assertThat(ask(GUESSER, "nobody")).isEqualTo("429 RATE_LIMIT_EXCEEDED");
        clock.forward(Duration.ofSeconds(1));
        assertThat(ask(GUESSER, "nobody")).isEqualTo("429 RATE_LIMIT_EXCEEDED");
    }

    @Test
    void aNewKeyOfOurShapeIsLookedUpAtOnceHoweverMuchElseItsAddressSends() {
        guess(30);
        accounts.keys.put(Gate.sha256(whole(1)), Gate.record("key_2", "acct_2", ""));

        assertThat(ask(GUESSER, MISTYPED)).isEqualTo("429 RATE_LIMIT_EXCEEDED");
        assertThat(ask(GUESSER, whole(1))).isEqualTo("acct_2");
        assertThat(ask(GUESSER, whole(2))).isEqualTo("429 RATE_LIMIT_EXCEEDED");
        assertThat(accounts.lookups).hasSize(22);
    }

    @Test
    void aNewKeyTakesItsTurnAmongWrongOnesOfOurShapeWhichAreLookedUpOneAtATime() {
        guess(30);
        accounts.gate = new CountDownLatch(1);
        List<CompletableFuture<Authentication>> flood = IntStream.range(0, 200)
                .mapToObj(i -> askAsync(GUESSER, whole(i)))
                .toList();
        long refused = flood.stream()
                .skip(65)
                .map(CompletableFuture::join)
                .map(Gate::outcome)
                .filter("429 RATE_LIMIT_EXCEEDED"::equals)
                .count();
        accounts.keys.put(Gate.sha256(whole(64)), Gate.record("key_2", "acct_2", ""));
        Awaitility.await().until(() -> accounts.lookups.size() == 21);
        accounts.gate.countDown();

        assertThat(refused).isEqualTo(135);
        assertThat(Gate.outcome(flood.get(64).join())).isEqualTo("acct_2");
    }

    @Test
    void aWrongKeyThatComesAgainCostsNoSecondLookUp() {
        guess(20);

        assertThat(IntStream.range(0, 10).mapToObj(i -> ask(GUESSER, whole(1))))
                .containsOnly("429 RATE_LIMIT_EXCEEDED");
        assertThat(accounts.lookups).hasSize(21);
        clock.forward(Duration.ofSeconds(1));
        assertThat(ask(GUESSER, "guess-1")).isEqualTo("429 RATE_LIMIT_EXCEEDED");
        assertThat(ask(GUESSER, GOOD)).isEqualTo("acct_1");
    }

    @Test
    void aKeyThatIsBeingLookedUpAsksForNoOtherTurn() {
        guess(20);
        clock.forward(Duration.ofSeconds(1));
        accounts.gate = new CountDownLatch(1);

        List<CompletableFuture<Authentication>> answers =
                IntStream.range(0, 5).mapToObj(i -> askAsync(GUESSER, GOOD)).toList();
        Awaitility.await().until(() -> accounts.lookups.size() == 21);
        accounts.gate.countDown();

        assertThat(answers.stream().map(CompletableFuture::join).map(Gate::outcome))
                .containsOnly("acct_1");
    }

    @Test
    void whoGuessesThroughATrustedProxyHoldsUpItselfOnly() throws JOSEException {
        try (var behind = new Gate(
                accounts.uri(),
                NOWHERE,
                "http://keycloak/realms/radium",
                home.resolve("behind"),
                false,
                clock,
                TrustedProxies.of("10.0.0.0/8"))) {
            List<String> guesses = IntStream.range(0, 21)
                    .mapToObj(i -> through(behind, "10.0.0.1", GUESSER, "guess-" + i))
                    .toList();

            assertThat(guesses.getLast()).isEqualTo("429 RATE_LIMIT_EXCEEDED");
            assertThat(through(behind, "10.0.0.1", "192.0.2.2", "nobody")).isEqualTo("401 INVALID_API_KEY");
            assertThat(through(behind, GUESSER, "192.0.2.2", "no-one")).isEqualTo("429 RATE_LIMIT_EXCEEDED");
        }
    }

    @Test
    void aSourceThatKeepsQuietStartsAnew() {
        guess(30);

        clock.forward(Duration.ofSeconds(61));

        assertThat(guess(20)).containsOnly("401 INVALID_API_KEY");
        assertThat(ask(GUESSER, "nobody")).isEqualTo("429 RATE_LIMIT_EXCEEDED");
    }

    @Test
    void whatIsSentAtOnceIsCountedToo() {
        accounts.gate = new CountDownLatch(1);
        List<CompletableFuture<Authentication>> answers = IntStream.range(0, 50)
                .mapToObj(i -> askAsync(GUESSER, "at-once-" + i))
                .toList();
        accounts.gate.countDown();

        assertThat(answers.stream().map(CompletableFuture::join).map(Gate::outcome))
                .filteredOn("401 INVALID_API_KEY"::equals)
                .hasSize(20);
    }

    @Test
    void aHundredGuessersCrowdOutNoNewKeyOfAnotherAddress() {
        accounts.gate = new CountDownLatch(1);
        for (int guesser = 0; guesser < 100; guesser++) {
            for (int i = 0; i < 20; i++) {
                askAsync("198.51.100." + guesser, "guess-" + guesser + "-" + i);
            }
        }
        Awaitility.await().until(() -> gate.identity.stats().lookUpsWaiting() > 1_000);
        List<CompletableFuture<Authentication>> answers = IntStream.range(0, 20)
                .mapToObj(i -> {
                    accounts.keys.put(Gate.sha256("new-" + i), Gate.record("key_n" + i, "acct_n", ""));
                    return askAsync("203.0.113." + i, "new-" + i);
                })
                .toList();
        accounts.gate.countDown();

        assertThat(answers.stream().map(CompletableFuture::join).map(Gate::outcome))
                .containsOnly("acct_n");
    }

    private List<String> guess(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> ask(GUESSER, "guess-" + i))
                .toList();
    }

    private int heldUp() {
        return askAsync(GUESSER, "one-more").join() instanceof Authentication.Unknown unknown
                        && unknown.refusal().status() == 429
                ? unknown.refusal().retryAfterSeconds()
                : 0;
    }

    private String ask(String from, String key) {
        return Gate.outcome(askAsync(from, key).join());
    }

    private CompletableFuture<Authentication> askAsync(String from, String key) {
        return gate.askAsync(new DefaultHttpHeaders().set("X-API-Key", key), new InetSocketAddress(from, 1));
    }

    private static String through(Gate gate, String peer, String forwardedFor, String key) {
        return Gate.outcome(gate.askAsync(
                        new DefaultHttpHeaders().set("X-API-Key", key).set("X-Forwarded-For", forwardedFor),
                        new InetSocketAddress(peer, 1))
                .join());
    }

    /** The nth key of our shape. */
    private static String whole(int n) {
        String start = "sk-abcdefghijklmnop_" + "%043d".formatted(n);
        return start + KeyShape.checksum(start);
    }
}
