package ai.radium.finetune.estimate;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class SplitTest {
    private static List<Boolean> chosen(Split split) {
        Split.Selection selection = split.selection();
        List<Boolean> all = new ArrayList<>();
        for (long i = 0; i < split.examples(); i++) {
            all.add(selection.isNextHeldOut());
        }
        return all;
    }

    @Property
    void holdsOutTheShareAndTheSameEachTime(
            @ForAll @DoubleRange(min = 0, max = 0.5) double share,
            @ForAll long seed,
            @ForAll @IntRange(min = 1, max = 500) int examples) {
        Split split = new Split(share, seed, examples);

        List<Boolean> chosen = chosen(split);

        assertThat(chosen).isEqualTo(chosen(split));
        assertThat(chosen.stream().filter(held -> held).count()).isEqualTo(split.heldOut());
        assertThat(split.heldOut()).isLessThan(examples);
        assertThat(split.heldOut() > 0).isEqualTo(share > 0 && examples > 1);
    }

    @Test
    void anotherSeedHoldsOutOthers() {
        assertThat(chosen(new Split(0.2, 1, 100))).isNotEqualTo(chosen(new Split(0.2, 2, 100)));
    }
}
