package ai.radium.analytics.sketch;

import com.datadoghq.sketch.ddsketch.DDSketch;
import com.datadoghq.sketch.ddsketch.DDSketches;
import com.datadoghq.sketch.ddsketch.encoding.ByteArrayInput;
import com.datadoghq.sketch.ddsketch.encoding.GrowingByteArrayOutput;
import java.io.IOException;
import java.io.UncheckedIOException;

/**
 * A distribution of durations, microseconds. Any percentile is within 1 % of the true one however sketches were merged
 * (DDSketch: Masson, Rim, Lee, VLDB 2019). Not for more than one thread.
 */
public final class DurationSketch {
    private static final double RELATIVE_ACCURACY = 0.01;

    /** 2,048 bins of 1 % span more than 17 decades; beyond that the lowest are put together. */
    private static final int MOST_BINS = 2_048;

    /** What share × count may be off by, such as 0.95 × 20 = 19.000000000000004. */
    private static final double ROUNDING = 1e-9;

    private final DDSketch sketch = DDSketches.logarithmicCollapsingLowestDense(RELATIVE_ACCURACY, MOST_BINS);

    public void add(long micros) {
        sketch.accept((double) micros);
    }

    public void merge(DurationSketch other) {
        sketch.mergeWith(other.sketch);
    }

    /** Adds what {@link #toBytes()} wrote. */
    public void merge(byte[] bytes) {
        try {
            sketch.decodeAndMergeWith(ByteArrayInput.wrap(bytes));
        } catch (IOException e) {
            throw new UncheckedIOException("a stored sketch cannot be read", e);
        }
    }

    public boolean isEmpty() {
        return sketch.isEmpty();
    }

    /**
     * The smallest duration that at least this share of all do not exceed, microseconds; 0 of no durations. It is the one
     * of nearest rank ⌈share × n⌉, so that the 95th percentile of few durations is the longest and never below their mean.
     */
    public double quantile(double share) {
        double count = sketch.getCount();
        if (count <= 1) {
            return sketch.isEmpty() ? 0 : sketch.getMaxValue();
        }
        double rank = Math.max(1, Math.ceil(share * count - ROUNDING));
        // The sketch takes the value of the 0-based rank ⌊q (n − 1)⌋.
        return sketch.getValueAtQuantile(Math.min(1, (rank - 0.5) / (count - 1)));
    }

    public byte[] toBytes() {
        GrowingByteArrayOutput output = GrowingByteArrayOutput.withDefaultInitialCapacity();
        try {
            sketch.encode(output, false);
        } catch (IOException e) {
            throw new UncheckedIOException(e); // memory never throws it
        }
        return output.trimmedCopy();
    }
}
