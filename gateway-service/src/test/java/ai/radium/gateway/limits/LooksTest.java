package ai.radium.gateway.limits;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class LooksTest {
    private final AtomicInteger questions = new AtomicInteger();
    private final Looks looks = new Looks(questions::incrementAndGet);
    private final List<String> told = new ArrayList<>();

    @Test
    void whoComesWhileAQuestionIsOpenIsToldByTheNext() {
        looks.add(allowance -> told.add("first " + allowance.remaining()));
        looks.add(allowance -> told.add("second " + allowance.remaining()));
        looks.add(allowance -> told.add("third " + allowance.remaining()));
        assertThat(questions).hasValue(1);

        looks.answer(left(9));
        assertThat(told).containsExactly("first 9");
        assertThat(questions).hasValue(2);

        looks.answer(left(7));
        assertThat(told).containsExactly("first 9", "second 7", "third 7");
        assertThat(questions).hasValue(2);
        assertThat(looks.isIdle()).isTrue();
    }

    @Test
    void whoIsToldMayAskAgain() {
        looks.add(allowance -> looks.add(again -> told.add("again " + again.remaining())));

        looks.answer(left(5));
        assertThat(questions).hasValue(2);
        assertThat(looks.isIdle()).isFalse();
        looks.answer(left(4));

        assertThat(told).containsExactly("again 4");
    }

    private static Allowance left(long remaining) {
        return new Allowance(10, remaining, 0, 60);
    }
}
