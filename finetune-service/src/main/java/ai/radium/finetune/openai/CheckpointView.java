package ai.radium.finetune.openai;

import ai.radium.finetune.job.Job;
import ai.radium.finetune.job.JobCheckpoint;
import ai.radium.finetune.job.JobIds;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import org.jspecify.annotations.Nullable;

/** A step from which the job's run can go on; it is no model of its own, so that its name is that of the job's. */
@JsonNaming(SnakeCaseStrategy.class)
record CheckpointView(
        String id,
        String object,
        long createdAt,
        String fineTunedModelCheckpoint,
        int stepNumber,
        Metrics metrics,
        String fineTuningJobId) {
    @JsonNaming(SnakeCaseStrategy.class)
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Metrics(int step, @Nullable Double fullValidLoss) {}

    static CheckpointView of(Job job, JobCheckpoint checkpoint) {
        return new CheckpointView(
                checkpoint.id(),
                "fine_tuning.job.checkpoint",
                checkpoint.time().getEpochSecond(),
                job.model() == null ? "" : job.model(),
                checkpoint.step(),
                new Metrics(checkpoint.step(), checkpoint.validationLoss()),
                JobIds.openai(job.id()));
    }
}
