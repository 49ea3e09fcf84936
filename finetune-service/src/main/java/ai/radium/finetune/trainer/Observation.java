package ai.radium.finetune.trainer;

import ai.radium.contracts.training.TrainingProgress;
import java.util.List;
import java.util.Optional;

/**
 * What a run has told, and whether more is to come.
 *
 * @param said in order, whole records only
 * @param position behind the last of them, for the next observation
 * @param failure why a run that has ended could neither begin nor go on, where it cannot tell that itself; empty when it has told its
 *     end, and when it was interrupted and can be started again
 */
public record Observation(List<TrainingProgress> said, long position, State state, Optional<Refusal> failure) {
    public Observation {
        said = List.copyOf(said);
    }

    public Observation(List<TrainingProgress> said, long position, State state) {
        this(said, position, state, Optional.empty());
    }

    public enum State {
        /** It waits for its turn or its weights, or trains. */
        RUNNING,
        /** Its process has ended; whether with a result, the last record says. */
        ENDED,
        /** Never started, or cleared. */
        UNKNOWN
    }
}
