package ai.radium.gateway.identity;

import ai.radium.gateway.identity.KnownKeys.Known;
import ai.radium.gateway.problem.GatewayProblem;
import ai.radium.gateway.problem.Refusal;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks account-service for keys that are not known yet: once per key however many requests bring it, and a bounded
 * number at a time. An answer that there is no such key is not kept, so that a key works right after it was made.
 */
final class KeyLookups {
    private static final Logger LOG = LoggerFactory.getLogger(KeyLookups.class);
    private static final int MOST_AT_ONCE = 64;
    private static final int RETRY_SECONDS = 2;

    private final ConcurrentHashMap<KeyHash, CompletableFuture<Authentication>> open = new ConcurrentHashMap<>();
    private final AccountService accounts;
    private final KnownKeys keys;
    private final InstantSource clock;

    KeyLookups(AccountService accounts, KnownKeys keys, InstantSource clock) {
        this.accounts = accounts;
        this.keys = keys;
        this.clock = clock;
    }

    /** Never fails: what cannot be found out is a refusal too. */
    CompletableFuture<Authentication> lookUp(KeyHash hash) {
        var mine = new CompletableFuture<Authentication>();
        var other = open.putIfAbsent(hash, mine);
        if (other != null) {
            return other;
        }
        if (open.size() > MOST_AT_ONCE) {
            finish(hash, mine, refused(GatewayProblem.OVERLOADED.because("Too many unknown keys at once")));
            return mine;
        }
        ask(hash).whenComplete((answer, failure) -> {
            if (failure != null) {
                LOG.atWarn().addKeyValue("cause", failure.toString()).log("a key cannot be looked up");
            }
            finish(hash, mine, failure == null ? answer : refused(unavailable()));
        });
        return mine;
    }

    static Refusal unavailable() {
        return GatewayProblem.SERVICE_UNAVAILABLE
                .because("Credentials cannot be checked at the moment; try again soon")
                .retryAfter(RETRY_SECONDS);
    }

    private CompletableFuture<Authentication> ask(KeyHash hash) {
        return accounts.key(hash)
                .thenCompose(found -> found.isEmpty()
                        ? CompletableFuture.completedFuture(refused(incorrect()))
                        : kept(hash, found.get()));
    }

    /** A change may overtake the answer; then the next answer holds it. */
    private CompletableFuture<Authentication> kept(KeyHash hash, KeyRecord found) {
        Known known = keys.put(hash, found);
        return known != null
                ? CompletableFuture.completedFuture(answer(known))
                : accounts.key(hash)
                        .thenApply(again -> again.map(record -> keys.put(hash, record))
                                .map(this::answer)
                                .orElseGet(() -> refused(incorrect())));
    }

    private Authentication answer(Known known) {
        return known.usable(clock) ? known.answer() : refused(incorrect());
    }

    static Refusal incorrect() {
        return GatewayProblem.INVALID_API_KEY.because("Incorrect API key provided, or it was revoked or has expired");
    }

    private static Authentication refused(Refusal why) {
        return new Authentication.Unknown(why);
    }

    private void finish(KeyHash hash, CompletableFuture<Authentication> mine, Authentication answer) {
        open.remove(hash);
        mine.complete(answer);
    }
}
