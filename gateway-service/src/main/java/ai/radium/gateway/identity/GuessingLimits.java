package ai.radium.gateway.identity;

import java.time.Duration;

/**
 * How much guessing of keys is put up with.
 *
 * @param wrongPerMinute wrong keys of one source a minute that are answered at once; 0 = any number, nobody is held up
 * @param longestWait that a source is told to keep
 * @param betweenLookUps of unknown keys of a source that is held up
 * @param mostSources remembered
 */
public record GuessingLimits(int wrongPerMinute, Duration longestWait, Duration betweenLookUps, int mostSources) {
    public static final GuessingLimits DEFAULT =
            new GuessingLimits(20, Duration.ofSeconds(60), Duration.ofSeconds(1), 10_000);
}
