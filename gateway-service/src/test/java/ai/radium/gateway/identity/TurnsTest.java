package ai.radium.gateway.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TurnsTest {
    private final SettableClock clock = new SettableClock();
    private final Turns<String> turns =
            new Turns<>(new Turns.Bounds(4, 2, 20, 10, Duration.ofSeconds(2)), Runnable::run, clock);
    private final List<String> started = new ArrayList<>();
    private final List<CompletableFuture<String>> running = new ArrayList<>();

    @Test
    void oneAskerHasItsShareAtATime() {
        askMany("one", 10);

        assertThat(started).hasSize(2);
        askMany("other", 10);
        assertThat(started).hasSize(4).filteredOn("other"::equals).hasSize(2);
    }

    @Test
    void anotherAskersQuestionWaitsForOneOfEachAtMost() {
        askMany("one", 8);
        askMany("two", 8);
        askMany("new", 1);

        answer(0);
        answer(1);
        answer(2);

        assertThat(started.subList(0, 7)).contains("new");
    }

    @Test
    void whoHasMostWaitingLosesWhenTooManyWait() {
        List<CompletableFuture<String>> many = askMany("one", 12);
        askMany("two", 12);
        CompletableFuture<String> last = askMany("new", 1).getFirst();

        assertThat(many.getLast()).isCompletedExceptionally();
        assertThat(last).isNotDone();
        assertThat(turns.waiting()).isEqualTo(20);
        for (int i = 0; i < running.size(); i++) {
            answer(i);
        }
        assertThat(last).isCompletedWithValue("new");
        assertThat(turns.waiting()).isZero();
    }

    @Test
    void oneAskersQuestionsThatWaitAreBounded() {
        List<CompletableFuture<String>> many = askMany("one", 13);

        assertThatThrownBy(many.getLast()::join).hasCauseInstanceOf(Turns.NoTurn.class);
        assertThat(many.get(11)).isNotDone();
    }

    @Test
    void aQuestionThatWaitedTooLongIsNotAskedAnyMore() {
        List<CompletableFuture<String>> many = askMany("one", 3);
        clock.forward(Duration.ofSeconds(3));

        answer(0);

        assertThat(many.getLast()).isCompletedExceptionally();
        assertThat(started).hasSize(2);
    }

    @Test
    void whatFailsAtOnceHoldsNoTurn() {
        Supplier<CompletableFuture<String>> broken = () -> {
            throw new IllegalStateException("no signing key");
        };

        IntStream.range(0, 10).forEach(i -> assertThat(turns.ask("one", broken)).isCompletedExceptionally());

        askMany("one", 2);
        assertThat(started).hasSize(2);
    }

    private List<CompletableFuture<String>> askMany(String asker, int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> turns.ask(asker, () -> {
                    started.add(asker);
                    var answer = new CompletableFuture<String>();
                    running.add(answer);
                    return answer;
                }))
                .toList();
    }

    private void answer(int started) {
        running.get(started).complete(this.started.get(started));
    }
}
