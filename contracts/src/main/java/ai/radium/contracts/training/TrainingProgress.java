package ai.radium.contracts.training;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What happens in one run of a trainer, in this order: started, evaluated (where lines were held out), then steps, validations and
 * checkpoints, evaluated again, completed. Any of them may be the last one before failed, or before the process dies. Fields are only
 * added, and added ones are optional.
 */
public sealed interface TrainingProgress {
    /**
     * Everything is read and fits.
     *
     * @param steps of the whole job
     * @param trainedTokens that the whole job will count
     * @param examples lines that are learnt from
     * @param leftOut lines without an answer within the context
     * @param cutTokens tokens left out of lines that are longer than the context
     * @param memoryBytes what the run is expected to take
     * @param resumedFrom the step of the checkpoint that the run goes on from
     */
    record Started(
            int steps,
            long trainedTokens,
            int examples,
            int leftOut,
            long cutTokens,
            long memoryBytes,
            @Nullable Integer resumedFrom)
            implements TrainingProgress {}

    /**
     * One change of the weights.
     *
     * @param step counted from 1
     * @param epoch passes over the lines, as a fraction
     * @param trainLoss mean over the step's answer tokens, in nats
     * @param tokenAccuracy share of answer tokens that were the likeliest
     * @param tokensPerSecond of this step
     * @param trainedTokens of all steps so far
     */
    record Step(
            int step,
            double epoch,
            double trainLoss,
            double tokenAccuracy,
            double learningRate,
            double tokensPerSecond,
            long trainedTokens)
            implements TrainingProgress {}

    /** @param validationLoss mean over the held-out answer tokens, in nats */
    record Validated(int step, double validationLoss) implements TrainingProgress {}

    /**
     * A run can go on from here whatever happens.
     *
     * @param file the state of the run
     * @param sha256 of the file
     * @param adapterFile the adapter of this step as GGUF
     */
    record Checkpointed(
            int step,
            String file,
            String sha256,
            String adapterFile,
            @Nullable Double validationLoss) implements TrainingProgress {}

    /**
     * How well held-out lines are answered.
     *
     * @param trained whether the adapter is in use; false = before training
     * @param loss mean over their answer tokens, in nats
     * @param exactMatches lines whose answers were generated to the letter
     * @param asked lines that were asked for an answer
     */
    record Evaluated(boolean trained, double loss, int exactMatches, int asked, List<Sample> samples)
            implements TrainingProgress {
        public Evaluated {
            samples = List.copyOf(samples);
        }
    }

    /** One held-out line, what it says and what was answered. */
    record Sample(String prompt, String expected, String answer) {}

    /**
     * @param adapterFile GGUF LoRA
     * @param sha256 of the adapter file
     * @param safetensorsFile the same adapter in PEFT's layout, its adapter_config.json beside it
     * @param stoppedEarly whether the held-out loss had ceased to fall
     * @param peakMemoryBytes the most that the process has had resident
     */
    record Completed(
            String adapterFile,
            String sha256,
            String safetensorsFile,
            int steps,
            long trainedTokens,
            double finalLoss,
            @Nullable Double validationLoss,
            boolean stoppedEarly,
            double seconds,
            long peakMemoryBytes)
            implements TrainingProgress {}

    /** @param message one sentence for people */
    record Failed(TrainingFailure code, String message) implements TrainingProgress {}
}
