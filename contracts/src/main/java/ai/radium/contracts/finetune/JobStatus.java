package ai.radium.contracts.finetune;

/** Where a fine-tuning job is. */
public enum JobStatus {
    /** It waits for its turn, or for its data to be read. */
    PENDING,
    RUNNING,
    COMPLETED,
    FAILED,
    CANCELLED
}
