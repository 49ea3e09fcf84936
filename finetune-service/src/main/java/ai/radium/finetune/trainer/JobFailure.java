package ai.radium.finetune.trainer;

/** Why a job has failed. */
public enum JobFailure {
    DATASET_INVALID("Correct the dataset's lines that the message names, and create the job anew."),
    MODEL_UNSUPPORTED("Choose another base model."),
    OUT_OF_MEMORY("Create the job anew with a smaller maxContext."),
    TRAINER_CRASHED("Create the job anew; if it happens again, tell the operator the job's id."),
    NO_CAPACITY("Try again later, or ask the operator for more capacity."),
    CHECKPOINT_LOST("Create the job anew: what was trained so far is lost, and is not billed."),
    WEIGHTS_UNAVAILABLE("Try again later: the base model's weights could not be fetched.");

    private final String cure;

    JobFailure(String cure) {
        this.cure = cure;
    }

    /** What to do about it, one sentence. */
    public String cure() {
        return cure;
    }
}
