package ai.radium.finetune.trainer;

import ai.radium.contracts.training.TrainingProgress;
import java.util.List;

/**
 * What a run has told, and whether more is to come.
 *
 * @param said in order, whole records only
 * @param position behind the last of them, for the next observation
 */
public record Observation(List<TrainingProgress> said, long position, State state) {
    public Observation {
        said = List.copyOf(said);
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
