package ai.radium.trainer;

import ai.radium.contracts.training.TrainingFailure;

/** Ends a run without a result. The message is one sentence for people. */
final class TrainerFailure extends Exception {
    private static final long serialVersionUID = 1;

    private final TrainingFailure code;

    TrainerFailure(TrainingFailure code, String message) {
        super(message);
        this.code = code;
    }

    TrainingFailure code() {
        return code;
    }
}
