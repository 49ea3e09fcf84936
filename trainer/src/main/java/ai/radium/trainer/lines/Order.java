package ai.radium.trainer.lines;

import ai.radium.gguf.training.TrainingExample;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/** Which examples a step learns from: each once in an epoch, shuffled anew. A step's number alone says it, so that runs can go on. */
public final class Order {
    private final List<TrainingExample> examples;
    private final int batchSize;
    private final int epochs;
    private final long seed;

    public Order(List<TrainingExample> examples, int batchSize, int epochs, long seed) {
        this.examples = List.copyOf(examples);
        this.batchSize = batchSize;
        this.epochs = epochs;
        this.seed = seed;
    }

    public int steps() {
        return Math.multiplyExact(stepsPerEpoch(), epochs);
    }

    /** Passes over the examples when a step has been made. */
    public double epoch(int step) {
        return (double) step / stepsPerEpoch();
    }

    /** @param step counted from 0 */
    public List<TrainingExample> examples(int step) {
        List<TrainingExample> shuffled = new ArrayList<>(examples);
        long epoch = step / stepsPerEpoch();
        Collections.shuffle(shuffled, new Random(seed * 31 + epoch));
        int from = step % stepsPerEpoch() * batchSize;
        return shuffled.subList(from, Math.min(from + batchSize, shuffled.size()));
    }

    private int stepsPerEpoch() {
        return Math.ceilDiv(examples.size(), batchSize);
    }
}
