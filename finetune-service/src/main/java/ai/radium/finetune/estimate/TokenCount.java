package ai.radium.finetune.estimate;

import java.util.List;

/**
 * What the lines of a dataset are in a model's tokens.
 *
 * @param tokens of the lines that are learnt from, in one pass over them
 * @param examples lines that are learnt from
 * @param leftOut lines without an answer within the context
 * @param cutTokens tokens left out of lines that are longer than the context
 * @param heldOut lines that are held out
 * @param longest tokens of the longest line, held out or not
 * @param unusable lines that the model has no way to read
 * @param reasons of the first of them
 */
public record TokenCount(
        long tokens,
        long examples,
        long leftOut,
        long cutTokens,
        long heldOut,
        int longest,
        long unusable,
        List<Reason> reasons) {
    static final int MOST_REASONS = 10;

    public TokenCount {
        reasons = List.copyOf(reasons);
    }

    /** Why a line cannot be read; it counts from 1. */
    public record Reason(long line, String reason) {}
}
