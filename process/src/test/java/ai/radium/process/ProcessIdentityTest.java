package ai.radium.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProcessIdentityTest {
    @Test
    void isAliveUntilItsProcessEnds() throws IOException, InterruptedException {
        Process sleep = new ProcessBuilder("sleep", "600").start();
        ProcessIdentity identity = ProcessIdentity.of(sleep.pid()).orElseThrow();

        assertThat(identity.isAlive()).isTrue();
        assertThat(identity.startedAt().orElseThrow()).isBetween(Instant.now().minusSeconds(60), Instant.now());

        sleep.destroyForcibly().waitFor();

        assertThat(identity.isAlive()).isFalse();
        assertThat(identity.handle()).isEmpty();
        assertThat(identity.startedAt()).isEmpty();
        assertThat(ProcessIdentity.of(sleep.pid())).isEmpty();
    }

    @Test
    void isNoOtherProcessOfItsPidAndNoneOfAnotherBoot() {
        ProcessIdentity own = ProcessIdentity.own();

        assertThat(new ProcessIdentity(own.pid(), own.startTicks() + 1, own.bootId()).isAlive())
                .isFalse();
        assertThat(new ProcessIdentity(own.pid(), own.startTicks(), "another-boot").isAlive())
                .isFalse();
        assertThat(ProcessIdentity.parse(own.text()).isAlive()).isTrue();
    }

    /** A zombie: its parent, here one that sleeps, never asks for its status. */
    @Test
    void hasEndedThoughItsParentDoesNotNotice() throws IOException, InterruptedException {
        Process parent = new ProcessBuilder("sh", "-c", "exec 3<&0; sh -c 'read line <&3' & exec sleep 600").start();
        try {
            await().until(() -> parent.descendants().count() == 1);
            long child = parent.descendants().findFirst().orElseThrow().pid();
            ProcessIdentity identity = ProcessIdentity.of(child).orElseThrow();
            assertThat(identity.endsWithin(Duration.ofMillis(50))).isFalse();

            parent.getOutputStream().write('\n');
            parent.getOutputStream().flush();

            assertThat(identity.endsWithin(Duration.ofSeconds(10))).isTrue();
            assertThat(Stat.of(child)).isPresent();
            assertThat(ProcessIdentity.of(child)).isEmpty();
        } finally {
            parent.destroyForcibly().waitFor();
        }
    }

    @Test
    void stopsWaitingWhenInterrupted() throws IOException, InterruptedException {
        Process sleep = new ProcessBuilder("sleep", "600").start();
        ProcessIdentity identity = ProcessIdentity.of(sleep.pid()).orElseThrow();
        Thread.currentThread().interrupt();

        assertThat(identity.endsWithin(Duration.ofMinutes(1))).isFalse();
        assertThat(Thread.interrupted()).isTrue();
        sleep.destroyForcibly().waitFor();
    }

    @Property(tries = 200)
    void isReadAsItWasWritten(
            @ForAll @LongRange(min = 1, max = 4_194_304) long pid, @ForAll @LongRange(min = 0) long ticks) {
        long bounded = ticks % 1_000_000_000_000_000_000L;
        ProcessIdentity identity = new ProcessIdentity(pid, bounded, "5f0c7f0e-9a4e-4c6b-8a52-6f0f8b1c2d3e");

        assertThat(ProcessIdentity.parse(identity.text())).isEqualTo(identity);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "1", "1@2", "1@2@", "0@2@b", "-1@2@b", "1@x@b", "1@2@b@c", "1@2026-01-01T00:00:00Z"})
    void isNothingElse(String text) {
        assertThatThrownBy(() -> ProcessIdentity.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("no process");
    }
}
