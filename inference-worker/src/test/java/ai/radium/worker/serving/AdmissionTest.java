package ai.radium.worker.serving;

import static org.assertj.core.api.Assertions.assertThat;

import ai.radium.worker.serving.Entry.Turn;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** One slot, and a queue of four places where nothing else is said. */
class AdmissionTest {
    private final Admission admission = new Admission(1, 4);

    @Test
    void anAccountHasHalfOfTheSlotsWhileAnotherComesAndThreeQuartersSoonAfter() {
        AtomicLong now = new AtomicLong();
        Admission four = new Admission(4, 8, now::get);
        four.leave(ticket(four, "other", 0));
        List<Entry.Ticket> busy = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            busy.add(ticket(four, "busy", 0));
        }
        assertThat(granted(busy)).isEqualTo(2);

        Entry.Ticket other = ticket(four, "other", 0);
        assertThat(other.turn()).isEqualTo(Turn.GRANTED);
        four.leave(other);
        assertThat(granted(busy)).isEqualTo(2);

        now.addAndGet(TimeUnit.SECONDS.toNanos(10));
        four.leave(busy.removeFirst());
        assertThat(granted(busy)).isEqualTo(3);

        now.addAndGet(TimeUnit.SECONDS.toNanos(50));
        four.leave(busy.removeFirst());
        assertThat(granted(busy)).isEqualTo(4);
    }

    @Test
    void anAccountHasHalfOfTheSlotsWhileAnotherWaits() {
        AtomicLong now = new AtomicLong();
        Admission four = new Admission(4, 8, now::get);
        List<Entry.Ticket> other = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            other.add(ticket(four, "other", 0));
        }
        List<Entry.Ticket> busy = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            busy.add(ticket(four, "busy", 0));
        }
        now.addAndGet(TimeUnit.MINUTES.toNanos(1));
        for (int i = 0; i < 3; i++) {
            four.leave(other.removeFirst());
        }

        assertThat(granted(other)).isEqualTo(2);
        assertThat(granted(busy)).isEqualTo(2);
    }

    @Test
    void whoIsServedFarLessThanAllWhoWaitMayHaveEverySlot() throws InterruptedException {
        Admission two = new Admission(2, 8);
        Entry.Ticket large = ticket(two, "large", 0);
        Entry.Ticket small = ticket(two, "small", 0);
        Entry.Ticket largeWaits = ticket(two, "large", 0);
        Entry.Ticket smallWaits = ticket(two, "small", 0);
        serve(two, small, 10, 0);
        serve(two, large, Accounts.FAR_BEHIND + 100, 0);

        two.leave(large);

        assertThat(List.of(largeWaits.turn(), smallWaits.turn())).containsExactly(Turn.WAITING, Turn.GRANTED);
    }

    @Test
    void anAccountThatIsAloneHasAllSlots() {
        Admission four = new Admission(4, 8);
        List<Entry.Ticket> alone = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            alone.add(ticket(four, "alone", 0));
        }

        assertThat(turns(alone)).containsOnly(Turn.GRANTED);
    }

    private static List<Turn> turns(List<Entry.Ticket> tickets) {
        return tickets.stream().map(Entry.Ticket::turn).toList();
    }

    private static long granted(List<Entry.Ticket> tickets) {
        return turns(tickets).stream().filter(turn -> turn == Turn.GRANTED).count();
    }

    @Test
    void leastServedAccountGoesFirst() throws InterruptedException {
        Entry.Ticket running = enter("busy", 0);
        Entry.Ticket busy = enter("busy", 0);
        Entry.Ticket other = enter("other", 0);
        serve(admission, running, 10, 0);
        admission.leave(running);

        assertThat(List.of(busy.turn(), other.turn())).containsExactly(Turn.WAITING, Turn.GRANTED);
    }

    @Test
    void anAccountIsServedInTheOrderOfItsArrivals() {
        Entry.Ticket running = enter("a", 0);
        Entry.Ticket first = enter("a", 4_000);
        Entry.Ticket second = enter("a", 0);
        admission.leave(running);

        assertThat(List.of(first.turn(), second.turn())).containsExactly(Turn.GRANTED, Turn.WAITING);
    }

    @Test
    void outputCostsTwiceWhatThePromptCosts() throws InterruptedException {
        Admission two = new Admission(2, 4);
        Entry.Ticket reads = ticket(two, "reads", 0);
        Entry.Ticket writes = ticket(two, "writes", 0);
        Entry.Ticket writesMore = ticket(two, "writes", 0);
        Entry.Ticket readsMore = ticket(two, "reads", 0);
        serve(two, reads, 150, 0);
        serve(two, writes, 1, 100);
        two.leave(reads);

        assertThat(List.of(writesMore.turn(), readsMore.turn())).containsExactly(Turn.WAITING, Turn.GRANTED);
    }

    @Test
    void anEstimateCountsUntilTheEngineHasCounted() throws InterruptedException {
        assertThat(nextAfterALargeAndASmallInput(0)).isEqualTo("small");
        assertThat(nextAfterALargeAndASmallInput(50)).isEqualTo("large");
    }

    /** The input is of 4,000 characters, the engine may know better; the other one is of 400. */
    private static String nextAfterALargeAndASmallInput(int promptTokens) throws InterruptedException {
        Admission admission = new Admission(1, 4);
        Entry.Ticket running = ticket(admission, "other", 0);
        Entry.Ticket large = ticket(admission, "large", 4_000);
        Entry.Ticket small = ticket(admission, "small", 400);
        Entry.Ticket largeAgain = ticket(admission, "large", 0);
        ticket(admission, "small", 0);
        admission.leave(running);
        serve(admission, large, promptTokens, 0);
        admission.leave(large);
        serve(admission, small, 0, 0);
        admission.leave(small);
        return largeAgain.turn() == Turn.GRANTED ? "large" : "small";
    }

    @Test
    void whoWasRefusedBeforeItsTurnPaysNothing() throws InterruptedException {
        Admission two = new Admission(2, 4);
        Entry.Ticket running = ticket(two, "other", 0);
        two.leave(ticket(two, "a", 40_000));
        ticket(two, "third", 0);
        Entry.Ticket waiting = ticket(two, "other", 0);
        Entry.Ticket a = ticket(two, "a", 0);
        serve(two, running, 1, 0);
        two.leave(running);

        assertThat(List.of(waiting.turn(), a.turn())).containsExactly(Turn.WAITING, Turn.GRANTED);
    }

    @Test
    void stayingAwaySavesUpNoTurns() throws InterruptedException {
        Entry.Ticket running = enter("steady", 0);
        serve(admission, running, 1_000, 0);
        Entry.Ticket steady = enter("steady", 0);
        List<Entry.Ticket> back = List.of(enter("back", 400), enter("back", 400));
        admission.leave(running);
        assertThat(steady.turn()).isEqualTo(Turn.GRANTED);
        serve(admission, steady, 10, 0);
        Entry.Ticket steadyAgain = enter("steady", 0);
        admission.leave(steady);

        assertThat(back.getFirst().turn()).isEqualTo(Turn.GRANTED);
        serve(admission, back.getFirst(), 100, 0);
        admission.leave(back.getFirst());
        assertThat(List.of(steadyAgain.turn(), back.getLast().turn())).containsExactly(Turn.GRANTED, Turn.WAITING);
    }

    @Test
    void newcomerUnderItsShareDisplacesTheNewestOfWhoeverHasMost() {
        enter("greedy", 0);
        List<Entry.Ticket> greedy = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            greedy.add(enter("greedy", 0));
        }
        Entry.Ticket modest = enter("modest", 0);
        Entry.Ticket newcomer = enter("newcomer", 0);

        assertThat(greedy.getLast().turn()).isEqualTo(Turn.DISPLACED);
        assertThat(List.of(greedy.get(0), greedy.get(1), modest, newcomer))
                .extracting(Entry.Ticket::turn)
                .containsOnly(Turn.WAITING);
        assertThat(admission.enter("newcomer", 0)).isInstanceOf(Entry.QueueFull.class);
        assertThat(admission.enter("greedy", 0)).isInstanceOf(Entry.QueueFull.class);
        admission.leave(greedy.getLast());
        assertThat(admission.occupancy().queued()).isEqualTo(4);
    }

    @Test
    void nobodyIsDisplacedWhereThereIsLessThanAPlaceForEach() {
        Admission narrow = new Admission(1, 1);
        ticket(narrow, "a", 0);
        Entry.Ticket waiting = ticket(narrow, "a", 0);

        assertThat(narrow.enter("b", 0)).isInstanceOf(Entry.QueueFull.class);
        assertThat(waiting.turn()).isEqualTo(Turn.WAITING);
    }

    @Test
    void remembersFewOfThoseWhoAreGoneAndNobodyWhenNothingIsLeft() {
        Accounts accounts = new Accounts();
        Account stays = accounts.arriving("stays");
        stays.running = 1;
        for (int i = 0; i < 5_000; i++) {
            accounts.left(accounts.arriving("account " + i));
        }
        assertThat(accounts.size()).isEqualTo(1_001);
        stays.running = 0;
        accounts.left(stays);
        assertThat(accounts.size()).isZero();
    }

    private static void serve(Admission admission, Entry.Ticket ticket, int prompt, int completion)
            throws InterruptedException {
        ticket.awaitTurn();
        admission.served(ticket, prompt, completion);
    }

    private Entry.Ticket enter(String account, int characters) {
        return ticket(admission, account, characters);
    }

    private static Entry.Ticket ticket(Admission admission, String account, int characters) {
        return (Entry.Ticket) admission.enter(account, characters);
    }
}
