package ai.radium.finetune.trainer;

/**
 * How a run trains; checked by whoever makes it.
 *
 * @param learningRate at its peak
 * @param batchSize lines of a step
 * @param epochs passes over the lines
 * @param warmupSteps until the peak, a tenth of all steps at most
 * @param maxContext tokens of a line that are read
 * @param earlyStopping whether training ends when the held-out loss has ceased to fall
 */
public record TrainingConfiguration(
        double learningRate,
        int batchSize,
        int epochs,
        int warmupSteps,
        int loraRank,
        int maxContext,
        long seed,
        boolean earlyStopping) {}
