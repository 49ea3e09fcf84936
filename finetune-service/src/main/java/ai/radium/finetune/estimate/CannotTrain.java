package ai.radium.finetune.estimate;

import ai.radium.finetune.trainer.JobFailure;
import ai.radium.finetune.trainer.Refusal;

/** A model that cannot be trained here. The message is one sentence for people. */
public final class CannotTrain extends Exception {
    private static final long serialVersionUID = 1;

    private final JobFailure code;

    CannotTrain(JobFailure code, String message) {
        super(message);
        this.code = code;
    }

    public Refusal refusal() {
        return new Refusal(code, String.valueOf(getMessage()));
    }
}
