package ai.radium.trainer.network;

import ai.radium.gguf.training.TrainingExample;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/**
 * Examples that are read at once, one behind the other: every matrix sees all their tokens without any filling, and each attends to
 * itself alone.
 */
public final class Pack {
    private final List<TrainingExample> examples;

    public Pack(List<TrainingExample> examples) {
        this.examples = List.copyOf(examples);
    }

    /**
     * Packs for examples in an order of their own: those of like length stand together, for attention reads these at once.
     *
     * @param tokensAtOnce of a pack that holds more than one example
     */
    public static List<Pack> of(List<TrainingExample> examples, int tokensAtOnce) {
        List<TrainingExample> sorted = examples.stream()
                .sorted((a, b) -> Integer.compare(b.length(), a.length()))
                .toList();
        List<Pack> packs = new ArrayList<>();
        List<TrainingExample> open = new ArrayList<>();
        int tokens = 0;
        for (TrainingExample example : sorted) {
            if (tokens > 0 && tokens + example.length() > tokensAtOnce) {
                packs.add(new Pack(open));
                open.clear();
                tokens = 0;
            }
            open.add(example);
            tokens += example.length();
        }
        if (!open.isEmpty()) {
            packs.add(new Pack(open));
        }
        return packs;
    }

    public int tokens() {
        return examples.stream().mapToInt(TrainingExample::length).sum();
    }

    /** Answer tokens that something stands before: the first token of a text is not foretold. */
    public int answers() {
        return targets().length;
    }

    long[] ids() {
        return examples.stream()
                .flatMapToLong(example -> IntStream.range(0, example.length()).mapToLong(example::token))
                .toArray();
    }

    long[] positions() {
        return examples.stream()
                .flatMapToLong(example -> LongStream.range(0, example.length()))
                .toArray();
    }

    int[] lengths() {
        return examples.stream().mapToInt(TrainingExample::length).toArray();
    }

    /** Rows whose next token is an answer's. */
    long[] answerRows() {
        List<Long> rows = new ArrayList<>();
        long first = 0;
        for (TrainingExample example : examples) {
            for (int i = 1; i < example.length(); i++) {
                if (example.isAnswer(i)) {
                    rows.add(first + i - 1);
                }
            }
            first += example.length();
        }
        return rows.stream().mapToLong(Long::longValue).toArray();
    }

    /** What stands behind these rows. */
    long[] targets() {
        return examples.stream()
                .flatMapToLong(example -> IntStream.range(1, example.length())
                        .filter(example::isAnswer)
                        .mapToLong(example::token))
                .toArray();
    }
}
