package ai.radium.finetune.trainer;

import ai.radium.contracts.model.ModelChanged.Weights;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Optional;

/**
 * One adapter to be trained.
 *
 * @param id letters, digits and {@code _}
 * @param base the very weights that are served
 * @param validation lines that are held out
 * @param adapter GGUF LoRA of the same rank to begin with
 */
public record TrainingRun(
        String id,
        String baseModel,
        Weights base,
        Lines training,
        Optional<Lines> validation,
        Optional<Bytes> adapter,
        TrainingConfiguration configuration) {

    /** Examples as lines of JSON, {@code messages} or {@code prompt} and {@code completion}. */
    @FunctionalInterface
    public interface Lines {
        void writeTo(OutputStream out) throws IOException;
    }

    @FunctionalInterface
    public interface Bytes {
        InputStream open() throws IOException;
    }
}
