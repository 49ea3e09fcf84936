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
 * here are refused with a wait that doubles, and one a second is looked up all the same, so that a new key behind the
 * same address gets through. Keys that are known are never asked about. Of the sources those heard of last are kept.
 */
final class Guesses {
    private static final Duration WINDOW = Duration.ofMinutes(1);

    private final Map<Source, Tries> sources;
    private final GuessingLimits limits;
    private final InstantSource clock;
    private final LongAdder wrong = new LongAdder();
    private final LongAdder heldUp = new LongAdder();

    Guesses(GuessingLimits limits, InstantSource clock) {
        this.limits = limits;
        this.clock = clock;
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

    /** Whether a key of this source that is not known may be looked up now. */
    synchronized boolean mayLookUp(Source source) {
        Tries tries = sources.get(source);
        long now = clock.millis();
        if (tries == null || !isHeldUp(tries, now)) {
            return true;
        }
        if (now < tries.nextLookUp) {
            return false;
        }
        tries.nextLookUp = now + limits.betweenLookUps().toMillis();
        return true;
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
        return GatewayProblem.RATE_LIMIT_EXCEEDED
                .because(
                        "Too many wrong API keys came from this address; keys that were used here lately go on working")
                .retryAfter((int) wait);
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
