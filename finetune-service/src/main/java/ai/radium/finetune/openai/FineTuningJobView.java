package ai.radium.finetune.openai;

import ai.radium.finetune.dataset.DatasetIds;
import ai.radium.finetune.job.Job;
import ai.radium.finetune.job.JobIds;
import ai.radium.finetune.job.JobState;
import ai.radium.finetune.job.ResultFile;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import java.math.BigDecimal;
import java.math.MathContext;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A job in OpenAI's shape.
 *
 * @param createdAt in seconds since 1970, as all times here
 * @param finishedAt of what has succeeded or failed
 * @param trainedTokens null while it runs, as OpenAI shows it
 */
@JsonNaming(SnakeCaseStrategy.class)
record FineTuningJobView(
        String id,
        String object,
        String model,
        long createdAt,
        @Nullable Long finishedAt,
        @Nullable String fineTunedModel,
        String organizationId,
        List<String> resultFiles,
        String status,
        @Nullable String validationFile,
        String trainingFile,
        Numbers hyperparameters,
        @Nullable Long trainedTokens,
        @Nullable Fault error,
        @Nullable String userProvidedSuffix,
        long seed,
        @Nullable Long estimatedFinish,
        List<String> integrations,
        Map<String, String> metadata,
        Done method) {
    FineTuningJobView {
        resultFiles = List.copyOf(resultFiles);
        integrations = List.copyOf(integrations);
        metadata = Map.copyOf(metadata);
    }

    @JsonNaming(SnakeCaseStrategy.class)
    record Numbers(int nEpochs, int batchSize, double learningRateMultiplier) {}

    record Fault(String code, String message, @Nullable String param) {}

    record Done(String type, Supervised supervised) {}

    record Supervised(Numbers hyperparameters) {}

    static FineTuningJobView of(Job job, Instant now) {
        Numbers numbers = new Numbers(
                job.configuration().epochs(),
                job.configuration().batchSize(),
                multiplier(job.configuration().learningRate()));
        return new FineTuningJobView(
                JobIds.openai(job.id()),
                "fine_tuning.job",
                job.base().earlier() == null
                        ? job.base().model()
                        : job.base().earlier().model(),
                job.createdAt().getEpochSecond(),
                job.endedAt() == null ? null : Long.valueOf(job.endedAt().getEpochSecond()),
                job.model(),
                job.account(),
                job.state() instanceof JobState.Completed ? List.of(ResultFile.id(job.id())) : List.of(),
                status(job),
                job.validation() == null
                        ? null
                        : DatasetIds.file(job.validation().datasetId()),
                DatasetIds.file(job.training().datasetId()),
                numbers,
                job.isOpen() ? null : Long.valueOf(job.trainedTokens()),
                job.state() instanceof JobState.Failed failed
                        ? new Fault(failed.reason().name().toLowerCase(Locale.ROOT), failed.message(), null)
                        : null,
                job.suffix() == null || job.suffix().isEmpty() ? null : job.suffix(),
                job.configuration().seed(),
                job.estimatedEnd(now).map(Instant::getEpochSecond).orElse(null),
                List.of(),
                job.metadata(),
                new Done(Method.SUPERVISED, new Supervised(numbers)));
    }

    /** 2e-4 is twice 1e-4, not 2.0000000000000004 times. */
    private static double multiplier(double rate) {
        return BigDecimal.valueOf(rate)
                .divide(BigDecimal.valueOf(CreateFineTuningJob.LEARNING_RATE), MathContext.DECIMAL64)
                .doubleValue();
    }

    private static String status(Job job) {
        return switch (job.state()) {
            case JobState.Pending ignored ->
                job.training().sha256() == null || job.training().exampleCount() == 0 ? "validating_files" : "queued";
            case JobState.Running ignored -> "running";
            case JobState.Completed ignored -> "succeeded";
            case JobState.Failed ignored -> "failed";
            case JobState.Cancelled ignored -> "cancelled";
        };
    }
}
