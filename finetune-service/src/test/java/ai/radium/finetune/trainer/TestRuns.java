package ai.radium.finetune.trainer;

import ai.radium.contracts.model.ModelChanged.Weights;
import ai.radium.finetune.trainer.TrainingRun.Bytes;
import ai.radium.finetune.trainer.TrainingRun.Lines;
import ai.radium.gguf.testmodel.TrainableModel;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Runs of a tiny model that teach what each letter's word is. */
public record TestRuns(Path model) {
    private static final List<String> WORDS = List.of(
            "apple", "bread", "cheese", "dates", "eggs", "figs", "grapes", "honey", "ice", "jam", "kale", "leek");

    /** With a model file in this folder. */
    public static TestRuns in(Path folder) throws IOException {
        Path model = folder.resolve("tiny.gguf");
        return new TestRuns(Files.exists(model) ? model : TrainableModel.llama().write(model));
    }

    /** Of 24 lines, six steps an epoch. */
    public Draft run(String id, int epochs) {
        return new Draft(id, epochs, lines(24), Optional.empty(), Optional.empty());
    }

    private static String lines(int count) {
        return IntStream.range(0, count)
                .mapToObj(i ->
                        "{\"messages\":[{\"role\":\"user\",\"content\":\"%c\"},{\"role\":\"assistant\",\"content\":\"%s\"}]}\n"
                                .formatted((char) ('A' + i % WORDS.size()), WORDS.get(i % WORDS.size())))
                .collect(Collectors.joining());
    }

    private static Lines written(String lines) {
        return out -> out.write(lines.getBytes(StandardCharsets.UTF_8));
    }

    /** A run in the making. */
    public final class Draft {
        private final String id;
        private final int epochs;
        private final String lines;
        private final Optional<Lines> heldOut;
        private final Optional<Bytes> adapter;

        private Draft(String id, int epochs, String lines, Optional<Lines> heldOut, Optional<Bytes> adapter) {
            this.id = id;
            this.epochs = epochs;
            this.lines = lines;
            this.heldOut = heldOut;
            this.adapter = adapter;
        }

        public Draft withHeldOut() {
            return new Draft(id, epochs, lines, Optional.of(written(lines(12))), adapter);
        }

        public Draft withLines(String others) {
            return new Draft(id, epochs, others, heldOut, adapter);
        }

        public Draft beginningWith(Bytes earlier) {
            return new Draft(id, epochs, lines, heldOut, Optional.of(earlier));
        }

        public TrainingRun run() {
            return new TrainingRun(
                    id,
                    "tiny",
                    new Weights(model.toUri().toString(), "", "gguf", "none"),
                    written(lines),
                    heldOut,
                    adapter,
                    new TrainingConfiguration(0.01, 4, epochs, 5, 8, 256, 1, false));
        }
    }
}
