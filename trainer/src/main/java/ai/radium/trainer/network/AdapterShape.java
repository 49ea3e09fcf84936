package ai.radium.trainer.network;

import ai.radium.gguf.training.ModelShape;
import java.util.ArrayList;
import java.util.List;

/** Where each matrix of an adapter stands in one array of numbers. */
public final class AdapterShape {
    private final ModelShape model;
    private final int rank;
    private final float alpha;
    private final List<Pair> pairs = new ArrayList<>();
    private final int size;

    /**
     * Two matrices whose product changes a projection.
     *
     * @param a index of the first number of A, which has {@code rank} rows
     * @param b index of the first number of B, which has {@code outputs} rows
     */
    public record Pair(int layer, Projection projection, int inputs, int outputs, int a, int b) {}

    public AdapterShape(ModelShape model, int rank, float alpha) {
        this.model = model;
        this.rank = rank;
        this.alpha = alpha;
        int next = 0;
        for (int layer = 0; layer < model.layers(); layer++) {
            for (Projection projection : Projection.values()) {
                int inputs = projection.inputs(model);
                int outputs = projection.outputs(model);
                int b = Math.addExact(next, Math.multiplyExact(rank, inputs));
                pairs.add(new Pair(layer, projection, inputs, outputs, next, b));
                next = Math.addExact(b, Math.multiplyExact(rank, outputs));
            }
        }
        this.size = next;
    }

    public ModelShape model() {
        return model;
    }

    public int rank() {
        return rank;
    }

    public float alpha() {
        return alpha;
    }

    /** Factor of the product. */
    public float scale() {
        return alpha / rank;
    }

    /** Numbers of all matrices. */
    public int size() {
        return size;
    }

    public List<Pair> pairs() {
        return List.copyOf(pairs);
    }
}
