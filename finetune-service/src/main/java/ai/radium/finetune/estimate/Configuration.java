package ai.radium.finetune.estimate;

import ai.radium.finetune.trainer.TrainingConfiguration;

/**
 * How a job trains, as it is stored and shown.
 *
 * @param method {@code lora}
 * @param learningRate at its peak
 * @param batchSize lines of a step
 * @param epochs passes over the lines
 * @param warmupSteps until the peak, a tenth of all steps at most
 * @param maxContext tokens of a line that are read
 * @param seed of the order of lines, of those that are held out, and of the adapter's first numbers
 * @param earlyStopping whether training ends when the held-out loss has ceased to fall
 * @param validationSplit share of the lines that are held out, 0 to 0.5
 */
public record Configuration(
        String method,
        double learningRate,
        int batchSize,
        int epochs,
        int warmupSteps,
        int loraRank,
        int maxContext,
        long seed,
        boolean earlyStopping,
        double validationSplit) {
    public TrainingConfiguration ofTrainer() {
        return new TrainingConfiguration(
                learningRate, batchSize, epochs, warmupSteps, loraRank, maxContext, seed, earlyStopping);
    }

    /** Changes of the weights when so many lines are learnt. */
    public long steps(long examples) {
        return Math.ceilDiv(examples, (long) batchSize) * epochs;
    }
}
