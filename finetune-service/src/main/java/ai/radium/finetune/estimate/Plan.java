package ai.radium.finetune.estimate;

/**
 * What a run takes.
 *
 * @param trainedTokens all that the whole run will count; fewer when it stops early
 * @param examples lines that are learnt from
 * @param leftOut lines without an answer within the context
 * @param heldOut lines that are held out
 * @param memoryBytes of the trainer's process
 */
public record Plan(
        long trainedTokens,
        long steps,
        long examples,
        long leftOut,
        long cutTokens,
        long heldOut,
        long seconds,
        long memoryBytes) {}
