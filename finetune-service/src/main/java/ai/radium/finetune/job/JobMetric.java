package ai.radium.finetune.job;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Numbers of one step.
 *
 * @param step counted from 1
 * @param trainLoss mean over the step's answer tokens, in nats
 * @param validationLoss mean over the held-out answer tokens, in nats; null where they were not asked
 * @param tokenAccuracy share of answer tokens that were the likeliest
 */
public record JobMetric(
        int step,
        Instant time,
        @Nullable Double trainLoss,
        @Nullable Double validationLoss,
        @Nullable Double tokenAccuracy,
        @Nullable Double learningRate,
        @Nullable Double tokensPerSecond) {
    JobMetric validated(double loss) {
        return new JobMetric(step, time, trainLoss, loss, tokenAccuracy, learningRate, tokensPerSecond);
    }
}
