package ai.radium.worker.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class RecentTest {
    private final AtomicLong clock = new AtomicLong(-TimeUnit.SECONDS.toNanos(3));

    @Test
    void rateIsOfTheLastTenSeconds() {
        RecentRate rate = new RecentRate(clock::get);
        rate.add(30);
        passSeconds(4);
        rate.add(20);

        assertThat(rate.perSecond()).isEqualTo(5);
        passSeconds(7);
        assertThat(rate.perSecond()).isEqualTo(2);
        passSeconds(1_000_000);
        assertThat(rate.perSecond()).isZero();
    }

    @Test
    void medianIsOfTheLastMinute() {
        RecentMedian median = new RecentMedian(clock::get);
        assertThat(median.value()).isZero();
        median.observe(900);
        passSeconds(30);
        median.observe(10);
        median.observe(20);

        assertThat(median.value()).isEqualTo(20);
        passSeconds(31);
        assertThat(median.value()).isEqualTo(10);
    }

    @Test
    void medianIsOfTheNewestValuesWhenThereAreMany() {
        RecentMedian median = new RecentMedian(clock::get);
        for (int i = 0; i < 5_000; i++) {
            median.observe(i < 3_900 ? 1 : 7);
        }
        assertThat(median.value()).isEqualTo(7);
    }

    private void passSeconds(long seconds) {
        clock.addAndGet(TimeUnit.SECONDS.toNanos(seconds));
    }
}
