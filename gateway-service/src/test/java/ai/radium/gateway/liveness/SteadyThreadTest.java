package ai.radium.gateway.liveness;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class SteadyThreadTest {
    @Test
    void goesOnAfterARoundThatFailed() throws InterruptedException {
        AtomicInteger rounds = new AtomicInteger();
        CountDownLatch third = new CountDownLatch(3);
        try (SteadyThread thread = SteadyThread.start("test", () -> {
            third.countDown();
            if (rounds.incrementAndGet() == 1) {
                throw new IllegalStateException("first");
            }
            if (rounds.get() == 2) {
                throw new StackOverflowError("second");
            }
            return Duration.ofMillis(10);
        })) {
            assertThat(third.await(10, TimeUnit.SECONDS)).isTrue();
            assertThat(thread.isLive()).isTrue();
        }
    }

    @Test
    void endsWhenItIsClosedAndIsNotLiveThen() {
        SteadyThread thread = SteadyThread.start("test", () -> Duration.ofSeconds(60));

        assertThat(thread.close(Duration.ofSeconds(5))).isTrue();
        assertThat(thread.isLive()).isFalse();
    }
}
