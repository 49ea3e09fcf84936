package ai.radium.process;

import java.time.Duration;

/**
 * Pauses between failures in a row, each twice as long as the one before.
 *
 * @param first after the first failure
 * @param longest of all
 * @param steady a success that lasted this long makes the next failure the first one
 */
public record Backoff(Duration first, Duration longest, Duration steady) {
    private static final int MOST_DOUBLINGS = 30;

    public Backoff {
        if (first.isNegative() || longest.compareTo(first) < 0 || steady.isNegative()) {
            throw new IllegalArgumentException(
                    "no pauses: from %s to %s, steady after %s".formatted(first, longest, steady));
        }
    }

    /** The pause after so many failures in a row; none after none. */
    public Duration after(int failures) {
        if (failures < 1) {
            return Duration.ZERO;
        }
        int doublings = failures - 1;
        if (doublings > MOST_DOUBLINGS || first.compareTo(longest.dividedBy(1L << doublings)) > 0) {
            return first.isZero() ? first : longest;
        }
        return first.multipliedBy(1L << doublings);
    }

    /** The failures in a row when one more comes after a success of this length. */
    public int oneMore(int failures, Duration success) {
        return success.compareTo(steady) >= 0 ? 1 : failures + 1;
    }
}
