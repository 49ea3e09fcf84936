package ai.radium.contracts.finetune;

import org.jspecify.annotations.Nullable;

/**
 * A fine-tuning job came into another state.
 *
 * @param baseModel catalogue id
 * @param datasetNumber version of the dataset that is learnt from
 * @param reason code, when status is FAILED: DATASET_INVALID, OUT_OF_MEMORY, TRAINER_CRASHED, NO_CAPACITY, CHECKPOINT_LOST …
 * @param trainedTokens so far
 * @param result from COMPLETED on
 * @param deploy whether the owner wants a deployment of the result; null in what an older version wrote, which was no
 */
public record JobChanged(
        String jobId,
        String account,
        String name,
        String baseModel,
        String datasetId,
        int datasetNumber,
        JobStatus status,
        @Nullable String reason,
        long trainedTokens,
        @Nullable Result result,
        @Nullable Boolean deploy,
        long version)
        implements FinetuneEvent {
    public boolean wantsDeployment() {
        return status == JobStatus.COMPLETED && result != null && Boolean.TRUE.equals(deploy);
    }

    @Override
    public String eventKey() {
        return jobId;
    }

    /**
     * What was made.
     *
     * @param model name that it is called by, {@code ft:BASE:ACCOUNT:SUFFIX:ID}; never used again for other weights
     * @param adapterUri GGUF LoRA, {@code file:} or {@code s3:}
     * @param adapterSha256 of that file
     */
    public record Result(String model, String adapterUri, String adapterSha256, long sizeBytes) {}
}
