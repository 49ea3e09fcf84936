package ai.radium.deployment.wakeup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class WakeupsTest {
    private final Wakeups wakeups = new Wakeups(InstantSource.system());
    private final Map<String, AtomicInteger> looks = new ConcurrentHashMap<>();

    @AfterEach
    void stop() throws InterruptedException {
        wakeups.stop();
    }

    @Test
    void looksAgainAtAKeyWhoseWorkEndedInAnError() {
        wakeups.start(key -> {
            if (looksAt(key) == 1) {
                throw new StackOverflowError("first look");
            }
            return Optional.empty();
        });

        wakeups.wake("dep_1");

        await().untilAsserted(() -> assertThat(looks.get("dep_1")).hasValue(2));
        await().untilAsserted(() -> assertThat(looks.get(Wakeups.ALL)).hasValue(2));
    }

    @Test
    void aKeyWhoseWorkNeverEndsDelaysNoOtherAndIsTold() throws InterruptedException {
        CountDownLatch end = new CountDownLatch(1);
        wakeups.start(key -> {
            looksAt(key);
            if (key.equals("dep_stuck")) {
                awaitEnd(end);
            }
            return Optional.empty();
        });
        wakeups.wake("dep_stuck");
        await().until(() -> looks.containsKey("dep_stuck") && looks.containsKey(Wakeups.ALL));
        Instant stuck = Instant.now();

        wakeups.wake("dep_2");
        wakeups.wake(Wakeups.ALL);

        await().until(() -> looks.containsKey("dep_2"));
        await().untilAsserted(() -> assertThat(looks.get(Wakeups.ALL)).hasValue(2));
        assertThat(wakeups.waitingSince()).isBefore(stuck);
        end.countDown();
        await().until(() -> wakeups.waitingSince().isAfter(stuck));
    }

    @Test
    void wakeupsFromOutsideDoNotMultiplyTheLooksThatFollow() {
        wakeups.start(key -> {
            looksAt(key);
            return key.equals(Wakeups.ALL) ? Optional.empty() : Optional.of(Duration.ofMillis(20));
        });
        wakeups.wake("dep_often");
        for (int wakeup = 2; wakeup < 50; wakeup++) {
            int looksThen = wakeup;
            await().pollInterval(Duration.ofMillis(1))
                    .untilAsserted(
                            () -> assertThat(looks.get("dep_often")).hasValueGreaterThanOrEqualTo(looksThen - 1));
            wakeups.wake("dep_often");
        }
        int before = Objects.requireNonNull(looks.get("dep_often")).get();
        wakeups.wake("dep_once");

        await().untilAsserted(() -> assertThat(looks.get("dep_once")).hasValueGreaterThanOrEqualTo(10));

        assertThat(Objects.requireNonNull(looks.get("dep_often")).get() - before)
                .isLessThan(30);
    }

    private int looksAt(String key) {
        return looks.computeIfAbsent(key, first -> new AtomicInteger()).incrementAndGet();
    }

    private static void awaitEnd(CountDownLatch end) {
        try {
            end.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
