package ai.radium.gateway.funds;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

/** What a process has committed is what its open calls may cost and what billing has yet to charge, to the last billionth. */
class PurseProperties {
    private static final long HELD = 10_000;

    @Property
    void committedIsWhatIsReservedAndWhatBillingHasYetToCharge(
            @ForAll @Size(max = 200) List<@IntRange(max = 99) Integer> steps) {
        Purse purse = new Purse();
        ArrayDeque<Integer> open = new ArrayDeque<>();
        ArrayDeque<Integer> onTheWay = new ArrayDeque<>();
        long reserved = 0;
        long charged = 0;
        long chargedRecords = 0;
        purse.holdAsNoted(HELD);
        long noted = HELD;
        for (int step : steps) {
            if (step < 40) {
                purse.reserve(step);
                open.add(step);
                reserved += step;
            } else if (step < 70 && !open.isEmpty()) {
                int amount = open.remove();
                int cost = amount * (step - 40) / 30;
                purse.spend(cost);
                purse.release(amount);
                reserved -= amount;
                onTheWay.add(cost);
            } else if (!onTheWay.isEmpty()) {
                charged += onTheWay.remove();
                chargedRecords++;
                purse.contain(chargedRecords, charged);
            }
            if (step % 7 == 0) {
                noted = purse.held();
                purse.ask();
            } else if (step % 7 == 1) {
                purse.holdAsNoted(noted);
            }
            assertThat(purse.committed())
                    .isEqualTo(
                            reserved + onTheWay.stream().mapToInt(cost -> cost).sum());
            assertThat(purse.free())
                    .as("what was charged is held no more")
                    .isEqualTo(HELD - charged - purse.committed());
        }
    }

    @Test
    void aPriceThatWasNotTheSameThereIsForgottenOnceAllIsCharged() {
        Purse purse = new Purse();
        purse.spend(10);
        purse.spend(10);
        purse.contain(1, 7);
        assertThat(purse.committed()).isEqualTo(13);

        purse.contain(2, 14);
        purse.spend(5);

        assertThat(purse.committed()).isEqualTo(5);
    }

    @Test
    void whatWasToldBeforeChangesNothingAnyMore() {
        Purse purse = new Purse();
        purse.spend(10);
        purse.spend(10);
        purse.spend(10);
        purse.contain(2, 20);

        purse.contain(1, 10);

        assertThat(purse.committed()).isEqualTo(10);
    }
}
