package ai.radium.finetune.install;

import ai.radium.finetune.trainer.JobFailure;
import ai.radium.finetune.trainer.Observation;
import ai.radium.finetune.trainer.Refusal;
import ai.radium.finetune.trainer.Trainer;
import ai.radium.finetune.trainer.TrainingNeed;
import ai.radium.finetune.trainer.TrainingRun;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.NoSuchFileException;
import java.util.List;
import java.util.Optional;

/** Of an install that trains nothing. */
final class NoTrainer implements Trainer {
    private static final String REASON = "This install trains no models (radium.trainer.kind is none).";

    @Override
    public Optional<Refusal> refusal(TrainingNeed need) {
        return Optional.of(new Refusal(JobFailure.NO_CAPACITY, REASON));
    }

    @Override
    public void start(TrainingRun run) throws IOException {
        throw new IOException(REASON);
    }

    @Override
    public Observation observe(String runId, long position) {
        return new Observation(List.of(), position, Observation.State.UNKNOWN);
    }

    @Override
    public void stop(String runId) {
        // Nothing runs.
    }

    @Override
    public InputStream open(String runId, String file) throws NoSuchFileException {
        throw new NoSuchFileException(file);
    }

    @Override
    public void clear(String runId) {
        // Nothing was kept.
    }
}
