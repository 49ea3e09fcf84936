package ai.radium.finetune.job;

import ai.radium.finetune.estimate.Configuration;
import ai.radium.finetune.estimate.Plan;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A job as its account sees it.
 *
 * @param jobId the same thing in OpenAI's words
 * @param detail what it waits for; null unless it is pending
 * @param progress per cent of the tokens
 * @param estimatedCompletion if it goes on as it did; null while that cannot be told
 * @param cost decimal, of what was trained so far; nothing for what has failed
 * @param deploy whether a deployment of the model is made when it has completed
 * @param estimate what it was reckoned to take; null until its data was counted
 * @param evaluation null without lines that are held out, and before they were asked
 */
record JobView(
        String id,
        String jobId,
        String name,
        String baseModel,
        String datasetId,
        @Nullable String validationDatasetId,
        String status,
        @Nullable String detail,
        int progress,
        @Nullable Instant estimatedCompletion,
        String cost,
        String currency,
        long trainedTokens,
        int step,
        @Nullable Long steps,
        Configuration configuration,
        @Nullable String fineTunedModel,
        boolean deploy,
        @Nullable Fault error,
        @Nullable Estimate estimate,
        @Nullable Evaluation evaluation,
        DatasetPart dataset,
        Lineage lineage,
        Instant createdAt,
        @Nullable Instant startedAt,
        @Nullable Instant completedAt) {
    /** Why it has failed, and what to do about it. */
    record Fault(String code, String message) {}

    /** @param price decimal, for all trained tokens */
    record Estimate(long trainedTokens, long steps, String price, long seconds, long memoryBytes) {
        static Estimate of(Plan plan, Job job) {
            return new Estimate(
                    plan.trainedTokens(),
                    plan.steps(),
                    job.price().of(plan.trainedTokens()).exact(),
                    plan.seconds(),
                    plan.memoryBytes());
        }
    }

    record DatasetPart(String name, long exampleCount, String format) {}

    /**
     * What it was made of.
     *
     * @param datasetSha256 of the content; null until it was read
     * @param startedFrom model of an earlier job; null = the base alone
     */
    record Lineage(
            int datasetVersion,
            @Nullable String datasetSha256,
            String baseModel,
            String baseWeightsSha256,
            String baseLicence,
            @Nullable String startedFrom) {
        static Lineage of(Job job) {
            return new Lineage(
                    job.training().number(),
                    job.training().sha256(),
                    job.base().model(),
                    job.base().weights().sha256(),
                    job.base().weights().licence(),
                    job.base().earlier() == null ? null : job.base().earlier().model());
        }
    }

    static JobView of(Job job, Instant now) {
        Source dataset = job.training();
        Plan plan = job.plan();
        return new JobView(
                job.id(),
                JobIds.openai(job.id()),
                job.name(),
                job.base().earlier() == null
                        ? job.base().model()
                        : job.base().earlier().model(),
                dataset.datasetId(),
                job.validation() == null ? null : job.validation().datasetId(),
                JobFilter.word(job.state().status()),
                detail(job),
                job.progress(),
                job.estimatedEnd(now).orElse(null),
                job.cost(),
                job.price().currency(),
                job.trainedTokens(),
                job.step(),
                plan == null ? null : plan.steps(),
                job.configuration(),
                job.model(),
                job.deploy(),
                job.state() instanceof JobState.Failed failed
                        ? new Fault(failed.reason().name(), failed.message())
                        : null,
                plan == null ? null : Estimate.of(plan, job),
                job.evaluation().equals(Evaluation.NONE) ? null : job.evaluation(),
                new DatasetPart(dataset.name(), dataset.exampleCount(), dataset.format()),
                Lineage.of(job),
                job.createdAt(),
                job.startedAt(),
                job.endedAt());
    }

    private static @Nullable String detail(Job job) {
        if (!(job.state() instanceof JobState.Pending)) {
            return null;
        }
        return job.training().sha256() == null || job.training().exampleCount() == 0
                ? "Validating the dataset"
                : "Waiting for its turn";
    }
}
