package ai.radium.devstack.supervisor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ai.radium.devstack.process.Commands;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HomeLockTest {
    @TempDir
    Path home;

    @Test
    void letsTheSecondCommandWaitAndSayForWhom() {
        List<String> lines = new CopyOnWriteArrayList<>();
        CompletableFuture<Void> second;
        try (HomeLock _ = HomeLock.take(home, "./radium down", line -> {})) {
            second = CompletableFuture.runAsync(
                    () -> HomeLock.take(home, "./radium up", lines::add).close());
            await().untilAsserted(() -> assertThat(lines)
                    .containsExactly("waiting for ./radium down (process %d) of the same home to end"
                            .formatted(ProcessHandle.current().pid())));
            assertThat(second).isNotDone();
        }
        assertThat(second).succeedsWithin(Duration.ofSeconds(5));
    }

    @Test
    void keepsOtherProcessesOutUntilItIsGivenBack() {
        String[] tryIt = {
            "python3",
            "-c",
            "import fcntl, sys; fcntl.lockf(open(sys.argv[1], 'r+'), fcntl.LOCK_EX | fcntl.LOCK_NB)",
            home.resolve("lock").toString()
        };
        try (HomeLock _ = HomeLock.take(home, "./radium down", line -> {})) {
            assertThat(Commands.quietly(tryIt)).isFalse();
        }
        assertThat(Commands.quietly(tryIt)).isTrue();
    }

    @Test
    void isAFileInsideTheHome() {
        HomeLock.take(home, "./radium up", line -> {}).close();
        assertThat(home.resolve("lock")).isRegularFile();
    }
}
