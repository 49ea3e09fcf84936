package ai.radium.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogRotationTest {
    private static final LogRotation ROTATION = new LogRotation(10, 2, Duration.ofDays(14));
    private static final List<String> LOGS = List.of(".log", ".usage");
    private static final Instant NOW = Instant.parse("2026-11-29T12:00:00Z");

    @TempDir
    private Path folder;

    @Test
    void putsAFullLogAwayAndKeepsSoManyCopies() throws IOException {
        for (String text : List.of("the first log\n", "the second log\n", "the third log\n")) {
            Files.writeString(folder.resolve("a.log"), text);
            rotate(Instant.now());
        }

        assertThat(folder.resolve("a.log")).isEmptyFile();
        assertThat(folder.resolve("a.log.1")).hasContent("the third log\n");
        assertThat(folder.resolve("a.log.2")).hasContent("the second log\n");
        assertThat(folder.resolve("a.log.3")).doesNotExist();
    }

    @Test
    void letsItsWriterGoOn() throws IOException, InterruptedException {
        Path log = folder.resolve("a.log");
        Process writer = ProcessLaunch.of(List.of(
                        "sh", "-c", "echo as long as it takes; until [ -e go ]; do sleep 0.05; done; echo after"))
                .in(folder)
                .loggingTo(log)
                .start();
        await().until(() -> Files.size(log) > 10);

        rotate(Instant.now());
        Files.createFile(folder.resolve("go"));
        writer.waitFor();

        assertThat(log).hasContent("after\n");
    }

    @Test
    void removesOldCopiesAndNothingElse() throws IOException {
        for (String name : List.of("a.log.1", "a.usage.2", "a.log", "a.json", "a.json.1", "young.log.1")) {
            Files.writeString(folder.resolve(name), "text");
            age(name, Duration.ofDays(15));
        }
        age("young.log.1", Duration.ofDays(13));

        rotate(NOW);

        assertThat(folder.resolve("a.log.1")).doesNotExist();
        assertThat(folder.resolve("a.usage.2")).doesNotExist();
        assertThat(List.of("a.log", "a.json", "a.json.1", "young.log.1"))
                .allSatisfy(name -> assertThat(folder.resolve(name)).exists());
    }

    private void rotate(Instant now) throws IOException {
        ROTATION.keepWithin(folder, LOGS, now);
    }

    private void age(String name, Duration age) throws IOException {
        Files.setLastModifiedTime(folder.resolve(name), FileTime.from(NOW.minus(age)));
    }
}
