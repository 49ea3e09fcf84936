package ai.radium.trainer.network;

import java.util.Random;

/** An adapter's numbers, which training changes; workers read them where they are. Changed by one thread while no other reads. */
public final class AdapterWeights {
    private final AdapterShape shape;
    private final float[] values;
    private final NativeFloats numbers;

    private AdapterWeights(AdapterShape shape, float[] values) {
        this.shape = shape;
        this.values = values;
        this.numbers = NativeFloats.ofSize(shape.size());
        publish();
    }

    /** An adapter that changes nothing yet: A at random (uniform by its inputs, as PEFT begins), B zero. */
    public static AdapterWeights fresh(AdapterShape shape, long seed) {
        float[] values = new float[shape.size()];
        Random random = new Random(seed);
        for (AdapterShape.Pair pair : shape.pairs()) {
            float bound = (float) (1 / Math.sqrt(pair.inputs()));
            for (int i = pair.a(); i < pair.b(); i++) {
                values[i] = bound * (2 * random.nextFloat() - 1);
            }
        }
        return new AdapterWeights(shape, values);
    }

    /** @param values in the order of the shape */
    public static AdapterWeights of(AdapterShape shape, float[] values) {
        if (values.length != shape.size()) {
            throw new IllegalArgumentException("an adapter of " + values.length + " numbers, not " + shape.size());
        }
        return new AdapterWeights(shape, values.clone());
    }

    public AdapterShape shape() {
        return shape;
    }

    /** The numbers themselves; {@link #publish()} after a change. */
    public float[] values() {
        return values;
    }

    /** Shows the workers what has changed. */
    public void publish() {
        numbers.put(0, values);
    }

    /** Views for one worker, which gathers gradients of its own. */
    AdapterLeaves leaves() {
        return new AdapterLeaves(shape, numbers);
    }
}
