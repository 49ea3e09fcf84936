package ai.radium.trainer.network;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;

/** An adapter's matrices as one worker sees them. */
final class AdapterLeaves {
    private final AdapterShape shape;

    /** In the shape's order. */
    private final List<Matrices> matrices = new ArrayList<>();

    private final List<Map<Projection, Matrices>> byLayer = new ArrayList<>();

    /**
     * @param a rank × inputs
     * @param b outputs × rank
     */
    record Matrices(Tensor a, Tensor b) {}

    AdapterLeaves(AdapterShape shape, NativeFloats numbers) {
        this.shape = shape;
        for (AdapterShape.Pair pair : shape.pairs()) {
            Tensor a = numbers.view(pair.a(), shape.rank(), pair.inputs());
            Tensor b = numbers.view(pair.b(), pair.outputs(), shape.rank());
            a.set_requires_grad(true);
            b.set_requires_grad(true);
            Matrices both = new Matrices(a, b);
            matrices.add(both);
            if (pair.layer() == byLayer.size()) {
                byLayer.add(new EnumMap<>(Projection.class));
            }
            byLayer.getLast().put(pair.projection(), both);
        }
    }

    float scale() {
        return shape.scale();
    }

    Matrices of(int layer, Projection projection) {
        return Objects.requireNonNull(byLayer.get(layer).get(projection), "every projection has its matrices");
    }

    /** Adds what has been gathered since the last call. */
    void drainGradients(float[] into) {
        try (PointerScope _ = new PointerScope()) {
            for (int i = 0; i < matrices.size(); i++) {
                AdapterShape.Pair pair = shape.pairs().get(i);
                drain(matrices.get(i).a(), pair.a(), into);
                drain(matrices.get(i).b(), pair.b(), into);
            }
        }
    }

    private static void drain(Tensor leaf, int at, float[] into) {
        Tensor gradient = leaf.grad();
        if (!gradient.defined()) {
            return;
        }
        Tensor numbers = gradient.contiguous();
        float[] values = new float[Math.toIntExact(numbers.numel())];
        FloatPointer pointer = numbers.data_ptr_float();
        pointer.get(values, 0, values.length);
        for (int i = 0; i < values.length; i++) {
            into[at + i] += values[i];
        }
        gradient.zero_();
    }
}
