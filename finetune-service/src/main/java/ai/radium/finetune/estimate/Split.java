package ai.radium.finetune.estimate;

import java.util.SplittableRandom;

/**
 * Which of a dataset's good lines are held out: as many as the share says, at least one of two, never all; by the seed alone, so
 * that whoever reads the lines again gets the same.
 *
 * @param share 0 = none
 * @param examples good lines in the dataset
 */
public record Split(double share, long seed, long examples) {
    public static Split none(long examples) {
        return new Split(0, 0, examples);
    }

    public boolean isNone() {
        return heldOut() == 0;
    }

    public long heldOut() {
        return share == 0 ? 0 : Math.min(examples - 1, (long) Math.ceil(share * examples));
    }

    /** Names it among counts of the same content. */
    String key() {
        return isNone() ? "none" : share + " by " + seed;
    }

    public Selection selection() {
        return new Selection();
    }

    /** Says of each line in turn whether it is held out; every choice of so many lines is as likely (Knuth's algorithm S). */
    public final class Selection {
        private final SplittableRandom random = new SplittableRandom(seed);
        private long left = examples;
        private long toTake = heldOut();

        private Selection() {}

        public boolean isNextHeldOut() {
            boolean taken = left > 0 && random.nextLong(left) < toTake;
            toTake -= taken ? 1 : 0;
            left--;
            return taken;
        }
    }
}
