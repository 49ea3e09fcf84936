package ai.radium.trainer.network;

/**
 * How well answers were foretold.
 *
 * @param loss sum over the answer tokens, in nats
 * @param hits answer tokens that were the likeliest
 */
public record PackResult(double loss, int answers, int hits) {
    public static final PackResult NOTHING = new PackResult(0, 0, 0);

    public PackResult plus(PackResult other) {
        return new PackResult(loss + other.loss, answers + other.answers, hits + other.hits);
    }

    /** Nats for an answer token. */
    public double meanLoss() {
        return answers == 0 ? 0 : loss / answers;
    }

    public double accuracy() {
        return answers == 0 ? 0 : (double) hits / answers;
    }
}
