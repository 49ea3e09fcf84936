package ai.radium.gateway.identity;

import ai.radium.gateway.identity.KnownKeys.Known;
import ai.radium.gateway.problem.GatewayProblem;
import ai.radium.gateway.problem.Refusal;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks account-service for keys that are not known yet: once per key however many requests bring it, and in turns by
 * where they come from. An answer that there is no such key is not kept, so that a key works right after it was made.
 */
final class KeyLookups {
    private static final Logger LOG = LoggerFactory.getLogger(KeyLookups.class);
    private static final int RETRY_SECONDS = 2;

    private final ConcurrentHashMap<KeyHash, CompletableFuture<Optional<Authentication>>> open =
            new ConcurrentHashMap<>();
    private final AccountService accounts;
    private final KnownKeys keys;
    private final Turns<Optional<Authentication>> turns;
    private final Turns<Optional<Authentication>> guessersTurns;
    private final InstantSource clock;

    /** @param guessersTurns of sources that are held up, so that others wait for none of them */
    KeyLookups(
            AccountService accounts,
            KnownKeys keys,
            Turns<Optional<Authentication>> turns,
            Turns<Optional<Authentication>> guessersTurns,
            InstantSource clock) {
        this.accounts = accounts;
        this.keys = keys;
        this.turns = turns;
        this.guessersTurns = guessersTurns;
        this.clock = clock;
    }

    /**
     * Empty when there is no such key. Never fails: what cannot be found out is a refusal.
     *
     * @param asker the source of an unknown key; the account of one that is known and has changed
     */
    CompletableFuture<Optional<Authentication>> lookUp(Object asker, KeyHash hash) {
        return lookUp(turns, asker, hash, () -> GatewayProblem.OVERLOADED.because("Too many unknown keys at once"));
    }

    /**
     * The same for a source that is held up.
     *
     * @param noTurn what to answer when too many of its keys wait
     */
    CompletableFuture<Optional<Authentication>> lookUpForGuesser(
            Source source, KeyHash hash, Supplier<Refusal> noTurn) {
        return lookUp(guessersTurns, source, hash, noTurn);
    }

    /** The lookup of this key that is under way, if there is one. */
    Optional<CompletableFuture<Optional<Authentication>>> underWay(KeyHash hash) {
        return Optional.ofNullable(open.get(hash));
    }

    private CompletableFuture<Optional<Authentication>> lookUp(
            Turns<Optional<Authentication>> ofThese, Object asker, KeyHash hash, Supplier<Refusal> noTurn) {
        var mine = new CompletableFuture<Optional<Authentication>>();
        var other = open.putIfAbsent(hash, mine);
        if (other != null) {
            return other;
        }
        ofThese.ask(asker, () -> ask(hash)).whenComplete((answer, failure) -> {
            open.remove(hash);
            mine.complete(failure == null ? answer : Optional.of(refused(refusal(failure, noTurn))));
        });
        return mine;
    }

    private static Refusal refusal(Throwable failure, Supplier<Refusal> noTurn) {
        if (failure instanceof Turns.NoTurn) {
            return noTurn.get();
        }
        LOG.atWarn().addKeyValue("cause", failure.toString()).log("a key cannot be looked up");
        return unavailable();
    }

    static Refusal unavailable() {
        return GatewayProblem.SERVICE_UNAVAILABLE
                .because("Credentials cannot be checked at the moment; try again soon")
                .retryAfter(RETRY_SECONDS);
    }

    private CompletableFuture<Optional<Authentication>> ask(KeyHash hash) {
        return accounts.key(hash).thenCompose(found -> found.isEmpty() ? forgotten(hash) : kept(hash, found.get()));
    }

    private CompletableFuture<Optional<Authentication>> forgotten(KeyHash hash) {
        keys.forget(hash);
        return CompletableFuture.completedFuture(Optional.empty());
    }

    /** A change may overtake the answer; then the next answer holds it. */
    private CompletableFuture<Optional<Authentication>> kept(KeyHash hash, KeyRecord found) {
        Known known = keys.put(hash, found);
        return known != null
                ? CompletableFuture.completedFuture(Optional.of(answer(known)))
                : accounts.key(hash)
                        .thenApply(again -> again.map(record -> keys.put(hash, record))
                                .map(this::answer)
                                .or(() -> Optional.of(refused(incorrect()))));
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
}
