package ai.radium.analytics.sketch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.ByteBuffer;
import java.util.List;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;

class DurationSketchTest {
    private static final double ACCURACY = 0.0101;

    @Property(tries = 200)
    void saysTheSameHoweverItWasCutStoredAndMerged(
            @ForAll @Size(min = 1, max = 300) List<@LongRange(min = 1, max = 600_000_000) Long> durations,
            @ForAll @IntRange(min = 1, max = 7) int parts) {
        DurationSketch merged = new DurationSketch();
        for (int part = 0; part < parts; part++) {
            DurationSketch sketch = new DurationSketch();
            for (int i = part; i < durations.size(); i += parts) {
                sketch.add(durations.get(i));
            }
            merged.merge(sketch.toBytes());
        }

        List<Long> sorted = durations.stream().sorted().toList();
        for (double share : new double[] {0.5, 0.95, 0.99}) {
            double exact = sorted.get((int) Math.ceil(share * sorted.size() - 1e-9) - 1);
            assertThat(merged.quantile(share)).isCloseTo(exact, within(exact * ACCURACY));
        }
    }

    /** What the migration to whole days does in SQL. */
    @Property(tries = 200)
    void readsBytesOneAfterTheOtherAsTheMergerOfTheirSketches(
            @ForAll @Size(min = 1, max = 100) List<@LongRange(min = 0, max = 600_000_000) Long> first,
            @ForAll @Size(min = 0, max = 100) List<@LongRange(min = 0, max = 600_000_000) Long> second) {
        DurationSketch one = new DurationSketch();
        first.forEach(one::add);
        DurationSketch other = new DurationSketch();
        second.forEach(other::add);
        DurationSketch read = new DurationSketch();

        byte[] head = one.toBytes();
        byte[] tail = other.toBytes();
        read.merge(ByteBuffer.allocate(head.length + tail.length)
                .put(head)
                .put(tail)
                .array());

        one.merge(other);
        for (double share : new double[] {0.05, 0.5, 0.95, 0.99}) {
            assertThat(read.quantile(share)).isEqualTo(one.quantile(share));
        }
    }

    @Example
    void isTheLongestOfFewAtTheNinetyFifthPercentile() {
        DurationSketch sketch = new DurationSketch();
        for (long micros : new long[] {1_000, 1_000, 1_000, 100_000}) {
            sketch.add(micros);
        }

        assertThat(sketch.quantile(0.95)).isCloseTo(100_000, within(100_000 * ACCURACY));
        assertThat(sketch.quantile(0.5)).isCloseTo(1_000, within(1_000 * ACCURACY));
    }

    @Example
    void isTheNineteenthOfTwentyAtTheNinetyFifthPercentile() {
        DurationSketch sketch = new DurationSketch();
        for (long rank = 1; rank <= 20; rank++) {
            sketch.add(rank * 1_000);
        }

        assertThat(sketch.quantile(0.95)).isCloseTo(19_000, within(19_000 * ACCURACY));
    }

    @Example
    void isZeroOfNothing() {
        assertThat(new DurationSketch().quantile(0.95)).isZero();
    }

    @Example
    void fitsARowAfterADayOfRequests() {
        DurationSketch sketch = new DurationSketch();
        for (long micros = 1; micros < 100_000_000; micros += micros / 50 + 1) {
            sketch.add(micros);
        }

        assertThat(sketch.toBytes()).hasSizeLessThan(4_096);
    }
}
