package ai.radium.worker.serving;

import static org.assertj.core.api.Assertions.assertThat;

import ai.radium.worker.serving.Admission.Occupancy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Who is where, how long the next one would wait, and how it ends. */
class AdmissionPlacesTest {
    private final Admission admission = new Admission(1, 4);

    @Test
    void everyPlaceIsCountedUntilItIsGivenBack() {
        Entry.Ticket running = ticket("a");
        Entry.Ticket first = ticket("a");
        Entry.Ticket second = ticket("b");
        assertThat(admission.occupancy()).isEqualTo(new Occupancy(1, 1, 2, 4, false, Duration.ofSeconds(6)));
        assertThat(List.of(running.position(), first.position(), second.position()))
                .containsExactly(0, 1, 2);

        admission.leave(first);
        assertThat(admission.occupancy().queued()).isEqualTo(1);
        admission.leave(running);
        assertThat(second.turn()).isEqualTo(Entry.Turn.GRANTED);
        assertThat(admission.occupancy().queued()).isZero();
        assertThat(admission.occupancy().running()).isEqualTo(1);
        admission.leave(second);

        assertThat(admission.occupancy()).isEqualTo(new Occupancy(1, 0, 0, 4, false, Duration.ZERO));
    }

    @Test
    void theWaitIsTheMeanRunOfThoseBeforeDividedByTheSlots() {
        Admission two = new Admission(2, 4);
        assertThat(two.occupancy().predictedWait()).isZero();
        two.enter("a", 0);
        assertThat(two.occupancy().predictedWait()).isZero();
        two.enter("a", 0);
        assertThat(two.occupancy().predictedWait()).isEqualTo(Duration.ofSeconds(1));
        two.enter("a", 0);
        assertThat(two.occupancy().predictedWait()).isEqualTo(Duration.ofSeconds(2));

        two.ran(Duration.ofSeconds(12));

        assertThat(two.occupancy().predictedWait()).isEqualTo(Duration.ofSeconds(4));
    }

    @Test
    void aFullQueueSaysHowLongItWouldTake() {
        for (int i = 0; i < 5; i++) {
            ticket("a");
        }

        assertThat(admission.enter("a", 0)).isEqualTo(new Entry.QueueFull(Duration.ofSeconds(10)));
    }

    @Test
    void lookingInTellsWhatComingWouldAndChangesNothing() {
        assertThat(admission.lookIn("a")).isEmpty();
        List<Entry.Ticket> waiting = new ArrayList<>();
        ticket("a");
        assertThat(admission.lookIn("a")).isEmpty();
        for (int i = 0; i < 4; i++) {
            waiting.add(ticket("a"));
        }

        assertThat(admission.lookIn("a")).contains(new Entry.QueueFull(Duration.ofSeconds(10)));
        assertThat(admission.lookIn("b")).as("one of a's would make room").isEmpty();
        assertThat(waiting).extracting(Entry.Ticket::turn).containsOnly(Entry.Turn.WAITING);
        assertThat(admission.occupancy().queued()).isEqualTo(4);
    }

    @Test
    void withoutAQueueThereIsAPlaceWhileASlotIsFree() {
        Admission none = new Admission(1, 0);
        assertThat(none.lookIn("a")).isEmpty();
        assertThat(none.enter("a", 0)).isInstanceOf(Entry.Ticket.class);

        assertThat(none.lookIn("a")).isPresent();
        assertThat(none.enter("a", 0)).isInstanceOf(Entry.QueueFull.class);
    }

    @Test
    void whileItDrainsNobodyGetsAPlaceAndThoseWhoHaveOneKeepIt() {
        Entry.Ticket running = ticket("a");
        Entry.Ticket waiting = ticket("a");

        admission.drain();

        assertThat(admission.lookIn("b")).contains(new Entry.Draining());
        assertThat(admission.enter("b", 0)).isEqualTo(new Entry.Draining());
        assertThat(admission.occupancy().draining()).isTrue();
        admission.leave(running);
        assertThat(waiting.turn()).isEqualTo(Entry.Turn.GRANTED);
    }

    @Test
    void theEndIsWaitedForAsLongAsItMayTake() throws InterruptedException {
        assertThat(admission.awaitIdle(Duration.ZERO)).isZero();
        Entry.Ticket running = ticket("a");
        Entry.Ticket waiting = ticket("a");
        assertThat(admission.awaitIdle(Duration.ofMillis(1))).isEqualTo(2);
        admission.leave(waiting);
        assertThat(admission.awaitIdle(Duration.ZERO)).isEqualTo(1);

        CompletableFuture<Integer> left = new CompletableFuture<>();
        Thread.startVirtualThread(() -> {
            try {
                left.complete(admission.awaitIdle(Duration.ofMinutes(1)));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        admission.leave(running);

        assertThat(left.orTimeout(10, TimeUnit.SECONDS).join()).isZero();
    }

    private Entry.Ticket ticket(String account) {
        return (Entry.Ticket) admission.enter(account, 0);
    }
}
