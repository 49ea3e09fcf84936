package ai.radium.trainer;

import ai.radium.contracts.training.TrainingFailure;
import ai.radium.gguf.Metadata;
import ai.radium.gguf.ModelFile;
import ai.radium.gguf.UnreadableModel;
import ai.radium.gguf.chat.ChatTemplate;
import ai.radium.gguf.chat.UnsupportedTemplate;
import ai.radium.gguf.tokenizer.Tokenizer;
import ai.radium.gguf.tokenizer.UnsupportedTokenizer;
import ai.radium.gguf.training.ExampleReader;
import ai.radium.gguf.training.ModelShape;
import ai.radium.gguf.training.TrainingMemory;
import ai.radium.gguf.training.UnsupportedModel;
import ai.radium.trainer.lines.InvalidLine;
import ai.radium.trainer.lines.Lines;
import ai.radium.trainer.network.BaseWeights;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.List;
import java.util.Optional;

/**
 * What a run works with.
 *
 * @param model the base's name
 * @param word the job with all that it reads, for a run goes on from states of the same job only
 */
record Materials(
        ModelShape shape,
        String model,
        Tokenizer tokenizer,
        Lines lines,
        Lines heldOut,
        BaseWeights weights,
        TrainingMemory memory,
        String word) {
    private static final Lines NO_LINES = new Lines(List.of(), 0, 0);

    /**
     * Everything read; the weights last, when it is clear that they fit.
     *
     * @param available bytes
     */
    static Materials of(Job job, long available, Clock clock) throws TrainerFailure, IOException {
        try (ModelFile file = ModelFile.open(job.base())) {
            Metadata metadata = file.metadata();
            ModelShape shape = ModelShape.of(metadata);
            Tokenizer tokenizer = Tokenizer.of(metadata);
            Optional<ChatTemplate> template = ChatTemplate.of(metadata, tokenizer, clock, new SecureRandom());
            int context = Math.min(job.configuration().maxContext(), shape.contextLength());
            ExampleReader reader = new ExampleReader(tokenizer, template, context);
            Lines lines = lines(job.training(), reader);
            Lines heldOut = job.heldOut().isPresent() ? lines(job.heldOut().get(), reader) : NO_LINES;
            int longest = Math.max(lines.longest(), heldOut.longest());
            TrainingMemory memory = TrainingMemory.of(shape, job.configuration().loraRank(), longest, job.threads());
            requireFits(memory, available);
            return new Materials(
                    shape,
                    metadata.text("general.name").orElse("base"),
                    tokenizer,
                    lines,
                    heldOut,
                    BaseWeights.of(file, shape, longest),
                    memory,
                    String.join(
                            " ",
                            job.configuration().toString(),
                            String.valueOf(Files.size(job.base())),
                            String.valueOf(lines.tokens()),
                            String.valueOf(heldOut.tokens())));
        } catch (UnreadableModel | UnsupportedModel | UnsupportedTokenizer | UnsupportedTemplate e) {
            throw new TrainerFailure(
                    TrainingFailure.MODEL_UNSUPPORTED, "The base model cannot be trained: " + e.getMessage());
        }
    }

    private static Lines lines(Path file, ExampleReader reader) throws TrainerFailure {
        try {
            return Lines.read(file, reader);
        } catch (InvalidLine e) {
            throw new TrainerFailure(
                    TrainingFailure.DATASET_INVALID, file.getFileName() + " cannot be learnt from: " + e.getMessage());
        } catch (IOException e) {
            throw new TrainerFailure(TrainingFailure.DATASET_INVALID, file + " cannot be read: " + e.getMessage());
        }
    }

    private static void requireFits(TrainingMemory memory, long available) throws TrainerFailure {
        if (memory.total() > available) {
            throw new TrainerFailure(
                    TrainingFailure.OUT_OF_MEMORY,
                    "Training takes " + mebibytes(memory.total()) + " MiB, of which " + mebibytes(memory.weights())
                            + " are the model's weights and " + mebibytes(memory.activations())
                            + " what is kept of the lines read at once; there are " + mebibytes(available)
                            + " MiB. A smaller maxContext or fewer threads take less.");
        }
    }

    private static long mebibytes(long bytes) {
        return Math.ceilDiv(bytes, 1L << 20);
    }
}
