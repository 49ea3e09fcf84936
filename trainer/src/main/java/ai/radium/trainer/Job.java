package ai.radium.trainer;

import ai.radium.contracts.training.TrainingFailure;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a run is to do, from a file of JSON.
 *
 * @param base GGUF file, the very one that is served
 * @param training lines of JSON
 * @param validation lines that are held out
 * @param adapter GGUF LoRA to begin with, of the same rank
 * @param output folder for checkpoints and the result; the run goes on from what is there
 * @param threads cores
 * @param memoryBytes that the process may have; 0 = what the machine has
 */
record Job(
        Path base,
        Path training,
        @Nullable Path validation,
        @Nullable Path adapter,
        Path output,
        Configuration configuration,
        int threads,
        long memoryBytes) {
    private static final ObjectMapper JSON = JsonMapper.builder().build();

    Job {
        if (threads < 1 || threads > 64) {
            throw new IllegalArgumentException("threads is from 1 to 64");
        }
        if (memoryBytes < 0) {
            throw new IllegalArgumentException("memoryBytes is 0 or more");
        }
    }

    /** @throws TrainerFailure when it is no job */
    static Job read(Path file) throws TrainerFailure {
        try {
            return JSON.readValue(Files.readString(file), Job.class);
        } catch (JsonProcessingException e) {
            Throwable cause = e.getCause() instanceof IllegalArgumentException refused ? refused : e;
            throw new TrainerFailure(
                    TrainingFailure.DATASET_INVALID, "The job " + file + " cannot be read: " + firstLine(cause));
        } catch (IOException e) {
            throw new TrainerFailure(
                    TrainingFailure.DATASET_INVALID, "The job " + file + " cannot be read: " + e.getMessage());
        }
    }

    Optional<Path> heldOut() {
        return Optional.ofNullable(validation);
    }

    Optional<Path> earlierAdapter() {
        return Optional.ofNullable(adapter);
    }

    private static String firstLine(Throwable cause) {
        return String.valueOf(cause.getMessage()).lines().findFirst().orElse("it is not valid");
    }
}
