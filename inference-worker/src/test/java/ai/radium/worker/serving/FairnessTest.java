package ai.radium.worker.serving;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/**
 * The bound of arXiv 2401.00588, theorem 4.4, on accounts that always have something waiting, and what one may be behind before
 * it has more than half of the slots.
 */
class FairnessTest {
    private static final int ROUNDS = 4_000;

    /** A generation that the test's engine works on: its whole prompt in one round, then a token in each. */
    private static final class Work {
        final Entry.Ticket ticket;
        final String account;
        final int prompt;
        final int output;
        int said = -1;

        Work(Entry.Ticket ticket, String account, int prompt, int output) {
            this.ticket = ticket;
            this.account = account;
            this.prompt = prompt;
            this.output = output;
        }
    }

    /** In weighted tokens, after each round. */
    private final List<Long> leads = new ArrayList<>();

    @Property(tries = 100)
    void twoBackloggedAccountsAreServedAlikeWhateverTheyAskFor(
            @ForAll long seed,
            @ForAll @IntRange(min = 1, max = 8) int slots,
            @ForAll @IntRange(min = 1, max = 200) int mostPrompt,
            @ForAll @IntRange(min = 1, max = 100) int mostOutput)
            throws InterruptedException {
        serve(new Random(seed), slots, mostPrompt, mostOutput);

        long batch = (long) slots * (mostPrompt + mostOutput);
        long bound = 2 * Math.max(mostPrompt, 2 * batch) + 2 * Accounts.FAR_BEHIND;
        long least = leads.stream().mapToLong(Long::longValue).min().orElseThrow();
        long most = leads.stream().mapToLong(Long::longValue).max().orElseThrow();
        assertThat(most - least).as("difference of service in any interval").isLessThanOrEqualTo(bound);
    }

    /**
     * One account asks for as much as it may, the other for a tenth of it and has five times as many waiting. At most
     * {@code slots} places fall free in a round, so neither runs out of entries.
     */
    private void serve(Random random, int slots, int mostPrompt, int mostOutput) throws InterruptedException {
        leads.clear();
        Admission admission = new Admission(slots, 6 * (slots + 1));
        Map<Entry.Ticket, Work> open = new HashMap<>();
        long lead = 0;
        for (int round = 0; round < ROUNDS; round++) {
            backlog(admission, open, "large", slots + 1, random, mostPrompt, mostOutput);
            backlog(
                    admission,
                    open,
                    "small",
                    5 * (slots + 1),
                    random,
                    Math.ceilDiv(mostPrompt, 10),
                    Math.ceilDiv(mostOutput, 10));
            for (Work work : List.copyOf(open.values())) {
                if (work.ticket.turn() == Entry.Turn.GRANTED) {
                    int served = step(admission, work);
                    lead += work.account.equals("large") ? served : -served;
                    if (work.said == work.output) {
                        admission.leave(work.ticket);
                        open.remove(work.ticket);
                    }
                }
            }
            leads.add(lead);
        }
    }

    private static void backlog(
            Admission admission,
            Map<Entry.Ticket, Work> open,
            String account,
            int wanted,
            Random random,
            int mostPrompt,
            int mostOutput) {
        long waiting = open.values().stream()
                .filter(work -> work.account.equals(account) && work.ticket.turn() == Entry.Turn.WAITING)
                .count();
        for (long i = waiting; i < wanted; i++) {
            int prompt = 1 + random.nextInt(mostPrompt);
            // Between one and eight characters a token: the estimate is wrong both ways.
            if (admission.enter(account, prompt * (1 + random.nextInt(8))) instanceof Entry.Ticket ticket) {
                open.put(ticket, new Work(ticket, account, prompt, 1 + random.nextInt(mostOutput)));
            }
        }
    }

    /** Weighted tokens of one round. */
    private static int step(Admission admission, Work work) throws InterruptedException {
        work.ticket.awaitTurn();
        work.said++;
        admission.served(work.ticket, work.prompt, work.said);
        return work.said == 0 ? work.prompt : 2;
    }
}
