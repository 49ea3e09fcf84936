package ai.radium.finetune.trainer;

import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/**
 * Trains adapters. Whoever calls may die at any line and call again: every call is idempotent, and a run is known by its id alone.
 * Calls block, but not for the length of a run. {@code TrainerContract} is the test of every implementation.
 */
public interface Trainer {
    /** Why this install cannot train such a run, however long it waited; empty when it can. */
    Optional<Refusal> refusal(TrainingNeed need);

    /** Cores that a run has here; the memory that it takes grows with them. */
    default int cores() {
        return 1;
    }

    /** Begins a run, goes on with one that was interrupted from its newest checkpoint, or leaves one alone that runs. */
    void start(TrainingRun run) throws IOException;

    /**
     * What a run has told from a position on.
     *
     * @param position of an earlier observation; 0 = from the beginning
     */
    Observation observe(String runId, long position) throws IOException;

    /** Ends a run within five seconds; what it has told stays, and it can be started again. Of an unknown run nothing happens. */
    void stop(String runId) throws IOException;

    /**
     * A file that the run has told of.
     *
     * @throws java.nio.file.NoSuchFileException when it is not there any more
     */
    InputStream open(String runId, String file) throws IOException;

    /** Forgets a run that does not run, with all its files. */
    void clear(String runId) throws IOException;
}
