package ai.radium.kit.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.radium.kit.database.Holder.Kind;
import ai.radium.kit.database.Places.Answer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PlacesTest {
    private static final Holder ONE = Holder.account("acct_1");
    private static final Holder OTHER = Holder.account("acct_2");
    private static final Holder THIRD = Holder.account("acct_3");
    private static final List<Holder> ALL = List.of(ONE, OTHER, THIRD, Holder.GATEWAY, Holder.BACKGROUND);

    private final Places places = new Places(8, 50, 64);
    private final List<String> came = new ArrayList<>();

    @Test
    void letsOneAccountHoldItsShareAndOthersPass() {
        assertThat(take(ONE, 4)).containsOnly(Answer.HELD);
        assertThat(take(ONE, 60)).containsOnly(Answer.WAITS);

        assertThat(take(OTHER, 2)).containsOnly(Answer.HELD);
        assertThat(take(Holder.GATEWAY, 1)).containsOnly(Answer.HELD);
        assertThat(take(Holder.BACKGROUND, 1)).containsOnly(Answer.HELD);
        assertThat(places.waiting(Kind.ACCOUNT)).isEqualTo(60);
    }

    @Test
    void keepsAConnectionForTheGatewayAndForAccountsWhateverWaits() {
        take(Holder.BACKGROUND, 20);
        take(ONE, 20);

        assertThat(take(Holder.GATEWAY, 1)).containsOnly(Answer.HELD);
        assertThat(take(Holder.GATEWAY, 1)).containsOnly(Answer.WAITS);
    }

    @Test
    void givesWhatIsFreeToWhoeverHoldsLeastAndThenInOrder() {
        take(ONE, 4);
        take(OTHER, 1);
        take(Holder.account("acct_4"), 1);
        List.of("first", "second").forEach(name -> places.take(ONE, () -> came.add(name)));
        places.take(OTHER, () -> came.add("other"));
        places.take(THIRD, () -> came.add("third"));

        places.release(ONE);
        places.release(ONE);
        places.release(ONE);
        places.release(OTHER);

        assertThat(came).containsExactly("third", "other", "first", "second");
    }

    @Test
    void refusesWhatIsMoreThanMayWait() {
        take(ONE, 4 + 64);

        assertThat(take(ONE, 1)).containsOnly(Answer.FULL);
        assertThat(take(OTHER, 1)).containsOnly(Answer.HELD);
    }

    @Test
    void passesOverThoseWhoGaveUp() {
        take(ONE, 4);
        Runnable left = () -> came.add("left");
        places.take(ONE, left);
        places.take(ONE, () -> came.add("stayed"));

        assertThat(places.giveUp(ONE, left)).isTrue();
        assertThat(places.giveUp(ONE, left)).isFalse();
        places.release(ONE);
        assertThat(came).containsExactly("stayed");
        assertThat(places.waiting(Kind.ACCOUNT)).isZero();
    }

    @ParameterizedTest
    @CsvSource({"8, 50, 4", "8, 1, 1", "8, 100, 5", "4, 50, 1", "20, 25, 5"})
    void aShareIsOneAtLeastAndLeavesThree(int size, int percent, int share) {
        Places pool = new Places(size, percent, 64);

        assertThat(IntStream.range(0, size).mapToObj(i -> pool.take(ONE, () -> {})))
                .filteredOn(Answer.HELD::equals)
                .hasSize(share);
    }

    @ParameterizedTest
    @CsvSource({
        "3, 50, 64, quarkus.datasource.reactive.max-size",
        "8, 0, 64, radium.database.account-share-percent",
        "8, 101, 64, radium.database.account-share-percent",
        "8, 50, -1, radium.database.account-waiting-requests"
    })
    void refusesSettingsThatAreNotPossible(int size, int percent, int waiting, String setting) {
        assertThatThrownBy(() -> new Places(size, percent, waiting)).hasMessageContaining(setting);
    }

    /** A step above 4 gives back a connection of the holder of that number less 5. */
    @Property
    void holdsNoMoreThanThereIsAndServesAllInTheEnd(@ForAll @Size(max = 200) List<@IntRange(max = 9) Integer> steps) {
        Map<Holder, Integer> held = new HashMap<>();
        for (int step : steps) {
            Holder holder = ALL.get(step % 5);
            if (step > 4) {
                giveBack(held, holder);
            } else if (places.take(holder, () -> held.merge(holder, 1, Integer::sum)) == Answer.HELD) {
                held.merge(holder, 1, Integer::sum);
            }
            assertThat(held.values().stream().mapToInt(Integer::intValue).sum()).isLessThanOrEqualTo(8);
            assertThat(held.values()).allMatch(most -> most <= 4);
        }
        while (held.values().stream().anyMatch(some -> some > 0)) {
            ALL.forEach(holder -> giveBack(held, holder));
        }
        assertThat(Kind.values()).allMatch(kind -> places.waiting(kind) == 0);
    }

    private void giveBack(Map<Holder, Integer> held, Holder holder) {
        if (held.getOrDefault(holder, 0) > 0) {
            held.merge(holder, -1, Integer::sum);
            places.release(holder);
        }
    }

    private List<Answer> take(Holder holder, int times) {
        return IntStream.range(0, times)
                .mapToObj(i -> places.take(holder, () -> {}))
                .toList();
    }
}
