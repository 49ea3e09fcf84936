package ai.radium.worker.serving;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

class PreparationsTest {
    private final Preparations preparations = new Preparations(2, 4);
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
    void preparesAsManyOfAnAccountAsTheQueueBehindCanTake() throws InterruptedException {
        Preparations roomy = new Preparations(2, 100);
        roomy.enter("eager");
        for (int i = 1; i <= 100; i++) {
            wanting(roomy, "eager", i);
        }

        assertThat(roomy.enter("eager")).isFalse();
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
        return wanting(preparations, account, waiting);
    }

    private Thread wanting(Preparations preparations, String account, int waiting) {
        Thread thread = Thread.startVirtualThread(() -> {
            try {
                preparations.enter(account);
                served.add(account);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        await().pollInterval(Duration.ofMillis(1)).until(() -> preparations.waiting() == waiting);
        return thread;
    }
}
