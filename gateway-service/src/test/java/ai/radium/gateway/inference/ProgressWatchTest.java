package ai.radium.gateway.inference;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.embedded.EmbeddedChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ProgressWatchTest {
    private final EmbeddedChannel channel = new EmbeddedChannel();
    private final AtomicLong nanos = new AtomicLong(17);
    private final AtomicLong looks = new AtomicLong();

    @AfterEach
    void close() {
        channel.finishAndReleaseAll();
    }

    @Test
    void remindsEachOpenCallOnceASecondOfTheTimeByTheTicker() {
        channel.freezeTime();
        ProgressWatch watch = watch();
        List<Long> first = new ArrayList<>();
        List<Long> second = new ArrayList<>();
        watch.add(first::add);
        ProgressWatch.Watched leaving = second::add;
        watch.add(leaving);

        pass(999);
        assertThat(first).isEmpty();
        pass(1);
        watch.remove(leaving);
        nanos.set(40);
        pass(1_000);

        assertThat(first).containsExactly(17L, 40L);
        assertThat(second).containsExactly(17L);
    }

    @Test
    void aCallThatIsGivenUpWhileItIsRemindedLeavesTheOthersAlone() {
        channel.freezeTime();
        ProgressWatch watch = watch();
        List<Long> reminded = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            watch.add(new ProgressWatch.Watched() {
                @Override
                public void secondPassed(long now) {
                    watch.remove(this);
                    reminded.add(now);
                }
            });
        }

        pass(1_000);
        pass(1_000);

        assertThat(reminded).hasSize(3);
    }

    @Test
    void doesNotLookAtTheTimeWhileNothingIsOpen() {
        channel.freezeTime();
        watch();

        pass(5_000);

        assertThat(looks).hasValue(0);
    }

    private ProgressWatch watch() {
        return new ProgressWatch(channel.eventLoop(), () -> {
            looks.incrementAndGet();
            return nanos.get();
        });
    }

    private void pass(long millis) {
        channel.advanceTimeBy(millis, TimeUnit.MILLISECONDS);
        channel.runScheduledPendingTasks();
    }
}
