package ai.radium.gateway.liveness;

import static org.assertj.core.api.Assertions.assertThat;

import ai.radium.gateway.time.GatewayTime;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class SteadyThreadTest {
    @Test
    void goesOnAfterARoundThatFailed() throws InterruptedException {
        AtomicInteger rounds = new AtomicInteger();
        CountDownLatch third = new CountDownLatch(3);
        try (SteadyThread thread = SteadyThread.start("test", GatewayTime.system(), () -> {
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
    void isNotLiveOnceARoundTakesAMinute() throws InterruptedException {
        AtomicLong nanos = new AtomicLong();
        GatewayTime time = new GatewayTime(InstantSource.fixed(Instant.EPOCH), nanos::get);
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch stuck = new CountDownLatch(1);
        try (SteadyThread thread = SteadyThread.start("test", time, () -> {
            begun.countDown();
            stuck.await();
            return Duration.ofSeconds(60);
        })) {
            assertThat(begun.await(10, TimeUnit.SECONDS)).isTrue();
            nanos.addAndGet(Duration.ofSeconds(60).toNanos() - 1);
            assertThat(thread.isLive()).isTrue();

            nanos.addAndGet(1);

            assertThat(thread.isLive()).isFalse();
            stuck.countDown();
        }
    }

    @Test
    void endsWithTheRoundThatRunsWhenItIsClosed() throws InterruptedException {
        AtomicInteger rounds = new AtomicInteger();
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch released = new CountDownLatch(1);
        SteadyThread thread = SteadyThread.start("test", GatewayTime.system(), () -> {
            rounds.incrementAndGet();
            begun.countDown();
            released.await();
            return Duration.ZERO;
        });
        assertThat(begun.await(10, TimeUnit.SECONDS)).isTrue();

        assertThat(thread.close(Duration.ofMillis(1))).isFalse();
        released.countDown();

        assertThat(thread.close(Duration.ofSeconds(5))).isTrue();
        assertThat(rounds).hasValue(1);
    }

    @Test
    void endsWhenItIsClosedAndIsNotLiveThen() {
        SteadyThread thread = SteadyThread.start("test", GatewayTime.system(), () -> Duration.ofSeconds(60));

        assertThat(thread.close(Duration.ofSeconds(5))).isTrue();
        assertThat(thread.isLive()).isFalse();
    }
}
