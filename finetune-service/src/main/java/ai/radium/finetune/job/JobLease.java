package ai.radium.finetune.job;

import ai.radium.finetune.dataset.Dataset;
import org.jspecify.annotations.Nullable;

/**
 * The right to look after a job.
 *
 * @param owner names this taking of it, and no other
 * @param attempts takings since the job went on last, this one included
 * @param training null when it is gone
 */
record JobLease(
        Job job,
        String owner,
        int attempts,
        @Nullable Dataset training,
        @Nullable Dataset validation) {
    private static final int MOST_ATTEMPTS = 10;

    JobLease with(Job begun) {
        return new JobLease(begun, owner, attempts, training, validation);
    }

    /** Whoever looked after it has died of it too often. */
    boolean isHopeless() {
        return attempts > MOST_ATTEMPTS;
    }
}
