package ai.radium.kit.life;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StandingThreadTest {
    private final BlockingQueue<Integer> exits = new LinkedBlockingQueue<>();

    @ParameterizedTest
    @ValueSource(classes = {IllegalStateException.class, NoClassDefFoundError.class, StackOverflowError.class})
    void beginsAnewWhateverItsWorkThrows(Class<? extends Throwable> kind) throws Exception {
        AtomicInteger rounds = new AtomicInteger();
        CountDownLatch third = new CountDownLatch(1);
        Throwable failure = kind.getDeclaredConstructor().newInstance();
        StandingThread thread = started(self -> {
            if (rounds.incrementAndGet() == 3) {
                third.countDown();
                self.rest(Duration.ofMinutes(1));
            } else if (failure instanceof Exception expected) {
                throw expected;
            } else {
                throw (Error) failure;
            }
        });

        assertThat(third.await(20, TimeUnit.SECONDS)).isTrue();
        assertThat(thread.isAlive(Duration.ofMinutes(1))).isTrue();
        assertThat(exits).isEmpty();
        end(thread);
    }

    @Test
    void endsTheProcessWhenTheHeapIsFull() throws Exception {
        StandingThread thread = started(self -> {
            throw new OutOfMemoryError("as if");
        });

        assertThat(exits.poll(20, TimeUnit.SECONDS)).isEqualTo(3);
        end(thread);
    }

    @Test
    void isNotAliveWhenItMakesNoStep() throws Exception {
        CountDownLatch stuck = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        StandingThread thread = started(self -> {
            stuck.countDown();
            go.await();
        });

        assertThat(stuck.await(20, TimeUnit.SECONDS)).isTrue();
        assertThat(thread.isAlive(Duration.ofMinutes(1))).isTrue();
        assertThat(thread.isAlive(Duration.ZERO)).isFalse();
        thread.askToStop();
        go.countDown();
        thread.awaitEnd(Duration.ofSeconds(20));
        assertThat(thread.isAlive(Duration.ofMinutes(1))).isFalse();
    }

    private StandingThread started(StandingThread.Work work) {
        return new StandingThread("tested", work, exits::add);
    }

    private static void end(StandingThread thread) throws InterruptedException {
        thread.askToStop();
        thread.awaitEnd(Duration.ofSeconds(20));
    }
}
