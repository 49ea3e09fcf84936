package ai.radium.trainer.learning;

/**
 * Whether the held-out loss still falls.
 *
 * @param bestLoss the lowest so far
 * @param worseSince validations in a row that were not better
 */
public record Patience(double bestLoss, int worseSince) {
    /** Validations without a better one after which a run that stops early stops. */
    private static final int MOST = 3;

    public static final Patience FRESH = new Patience(Double.MAX_VALUE, 0);

    public Patience after(double loss) {
        return loss < bestLoss ? new Patience(loss, 0) : new Patience(bestLoss, worseSince + 1);
    }

    public boolean isBest() {
        return worseSince == 0 && bestLoss < Double.MAX_VALUE;
    }

    public boolean isOver() {
        return worseSince >= MOST;
    }
}
