package ai.radium.worker.serving;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

class PreparationsTest {
    private final Preparations preparations = new Preparations(2);
    private final List<String> served = new CopyOnWriteArrayList<>();

    @Test
    void leavesATurnForOthersWhateverOneAccountWants() throws InterruptedException {
        assertThat(preparations.enter("greedy")).isTrue();
        wanting("greedy", 1);

        assertThat(preparations.enter("other")).isTrue();
        assertThat(served).isEmpty();
    }

    @Test
    void goesRoundTheAccountsAndNotByArrival() throws InterruptedException {
        preparations.enter("a");
        preparations.enter("b");
        wanting("a", 1);
        wanting("a", 2);
        wanting("b", 3);
        wanting("c", 4);

        preparations.leave("a");
        await().until(() -> served.size() == 1);
        preparations.leave("a");
        await().until(() -> served.size() == 2);

        assertThat(served).containsExactly("a", "c");
    }

    @Test
    void refusesTheSixtyFifthOfAnAccountAndNotTheFirstOfAnother() throws InterruptedException {
        preparations.enter("greedy");
        for (int i = 1; i <= 64; i++) {
            wanting("greedy", i);
        }

        assertThat(preparations.enter("greedy")).isFalse();
        assertThat(preparations.enter("other")).isTrue();
    }

    @Test
    void forgetsWhoGaveUpWaiting() throws InterruptedException {
        preparations.enter("a");
        Thread impatient = wanting("a", 1);

        impatient.interrupt();
        impatient.join();
        preparations.leave("a");

        assertThat(preparations.waiting()).isZero();
        assertThat(preparations.enter("a")).isTrue();
    }

    /** @param waiting how many wait then */
    private Thread wanting(String account, int waiting) {
        Thread thread = Thread.startVirtualThread(() -> {
            try {
                preparations.enter(account);
                served.add(account);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        await().until(() -> preparations.waiting() == waiting);
        return thread;
    }
}
