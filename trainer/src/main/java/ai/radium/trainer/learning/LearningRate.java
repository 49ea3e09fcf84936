package ai.radium.trainer.learning;

/**
 * Rises in a line to its peak, then falls along a cosine to nothing.
 *
 * @param warmup steps; a tenth of all steps at most
 */
public record LearningRate(double peak, int warmup, int steps) {
    public static LearningRate of(double peak, int warmupSteps, int steps) {
        return new LearningRate(peak, Math.min(warmupSteps, steps / 10), steps);
    }

    /** @param step counted from 0 */
    public double at(int step) {
        if (step < warmup) {
            return peak * (step + 1) / (warmup + 1);
        }
        double done = (double) (step - warmup) / Math.max(1, steps - warmup);
        return peak * (1 + Math.cos(Math.PI * done)) / 2;
    }
}
