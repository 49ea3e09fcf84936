package ai.radium.gateway.identity;

import ai.radium.gateway.problem.GatewayProblem;
import ai.radium.gateway.problem.Refusal;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/**
 * Counts wrong keys by source and holds up a source that guesses: beyond its tries of a minute, keys that are not known
 * here are refused with a wait that doubles. A new key behind the same address gets through all the same: one that is
 * whole and of our shape is looked up in turns of its own, of all others one a second, and none twice within seconds that
 * was wrong. Keys that are known are never asked about. Of the sources those heard of last are kept.
 */
final class Guesses {
    private static final Duration WINDOW = Duration.ofMinutes(1);

    /** How a key that is not known here may be looked up. */
    enum LookUp {
        AT_ONCE,
        IN_TURN,
        NONE
    }

    private final Map<Source, Tries> sources;
    private final WrongKeys wrongKeys;
    private final GuessingLimits limits;
    private final InstantSource clock;
    private final LongAdder wrong = new LongAdder();
    private final LongAdder heldUp = new LongAdder();

    Guesses(GuessingLimits limits, InstantSource clock) {
        this.limits = limits;
        this.clock = clock;
        wrongKeys = new WrongKeys(clock);
        sources = new LinkedHashMap<>(16, 0.75f, true) {
            @Override
            protected boolean removeEldestEntry(Map.Entry<Source, Tries> eldest) {
                return size() > limits.mostSources();
            }
        };
    }

    /** What is remembered of a source; times in milliseconds. */
    private static final class Tries {
        private int wrong;
        private int heldUp;
        private long windowEnds;
        private long waitEnds;
        private long nextLookUp;
    }

    /** @param isWhole whether the key is of our shape and not mistyped */
    synchronized LookUp lookUp(Source source, KeyHash hash, boolean isWhole) {
        Tries tries = sources.get(source);
        long now = clock.millis();
        if (tries == null || !isHeldUp(tries, now)) {
            return LookUp.AT_ONCE;
        }
        if (wrongKeys.contains(hash)) {
            return LookUp.NONE;
        }
        if (isWhole) {
            return LookUp.IN_TURN;
        }
        if (now < tries.nextLookUp) {
            return LookUp.NONE;
        }
        tries.nextLookUp = now + limits.betweenLookUps().toMillis();
        return LookUp.AT_ONCE;
    }

    /** What to answer to a key that account-service does not know. */
    Refusal unknown(Source source, KeyHash hash) {
        wrongKeys.add(hash);
        return wrong(source);
    }

    /** What to answer to a key that is wrong. */
    synchronized Refusal wrong(Source source) {
        wrong.increment();
        Tries tries = sources.computeIfAbsent(source, key -> new Tries());
        long now = clock.millis();
        if (isHeldUp(tries, now)) {
            return holdUp(tries, now);
        }
        if (tries.wrong == 0) {
            tries.windowEnds = now + WINDOW.toMillis();
        }
        tries.wrong++;
        tries.nextLookUp = now + limits.betweenLookUps().toMillis();
        return KeyLookups.incorrect();
    }

    /** What to answer to a key that may not even be looked up. */
    synchronized Refusal heldUp(Source source) {
        return holdUp(sources.computeIfAbsent(source, key -> new Tries()), clock.millis());
    }

    /** What to answer to a key that may be right, when too many of its source wait for their turn. */
    Refusal noTurn() {
        heldUp.increment();
        return tooMany(1);
    }

    private boolean isHeldUp(Tries tries, long now) {
        if (now >= tries.windowEnds && now >= tries.waitEnds) {
            tries.wrong = 0;
            tries.heldUp = 0;
        }
        return now < tries.waitEnds || (limits.wrongPerMinute() > 0 && tries.wrong >= limits.wrongPerMinute());
    }

    private Refusal holdUp(Tries tries, long now) {
        heldUp.increment();
        long wait = Math.min(limits.longestWait().toSeconds(), 1L << Math.min(tries.heldUp, 30));
        tries.heldUp++;
        tries.waitEnds = Math.max(tries.waitEnds, now + Duration.ofSeconds(wait).toMillis());
        return tooMany((int) wait);
    }

    private static Refusal tooMany(int waitSeconds) {
        return GatewayProblem.RATE_LIMIT_EXCEEDED
                .because(
                        "Too many wrong API keys came from this address; keys that were used here lately go on working")
                .retryAfter(waitSeconds);
    }

    /** Wrong keys so far. */
    long wrongKeys() {
        return wrong.sum();
    }

    /** Keys that were refused with a wait so far. */
    long heldUpKeys() {
        return heldUp.sum();
    }
}
