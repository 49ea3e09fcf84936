package ai.radium.contracts.training;

/** Why a run ended without a result. */
public enum TrainingFailure {
    /** The lines, or the job itself. */
    DATASET_INVALID,

    /** The machine or the job's cap is too small; told before anything is trained where that can be known. */
    OUT_OF_MEMORY,

    /** The trainer's own fault. */
    TRAINER_CRASHED,

    /** The base model cannot be read or trained here. */
    MODEL_UNSUPPORTED
}
