package ai.radium.worker.engine;

/**
 * Tokens that were guessed ahead of the model.
 *
 * @param accepted those that the model would have said itself; they came for the price of one
 */
public record Drafts(int proposed, int accepted) {
    public static final Drafts NONE = new Drafts(0, 0);
}
