package ai.radium.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LastLinesTest {
    @TempDir
    private Path folder;

    @Test
    void areTheLastOfALogThatAreNotBlank() throws IOException {
        Path log = Files.writeString(folder.resolve("a.log"), "one\ntwo\n\n  three  \n\n");

        assertThat(LastLines.of(log, 2).lines()).containsExactly("two", "three");
        assertThat(LastLines.of(log, 2).text()).isEqualTo("two / three");
    }

    @Test
    void areNoneOfALogThatIsNotThere() {
        assertThat(LastLines.of(folder.resolve("none"), 2).text()).isEqualTo("it said nothing");
    }

    @Test
    void areReadFromTheEndOfALogHoweverLongItIs() throws IOException {
        Path log = Files.writeString(folder.resolve("a.log"), "x".repeat(10_000_000) + "\nlast\n");

        assertThat(LastLines.of(log, 1).lines()).containsExactly("last");
    }

    @Test
    void followAProcessToItsEnd() throws IOException, InterruptedException {
        LastLines last = after("echo first; echo second >&2; printf 'no newline'");

        await().untilAsserted(() -> assertThat(last.lines()).containsExactly("second", "no newline"));
    }

    @Test
    void handOnEveryLine() throws IOException {
        List<String> all = new CopyOnWriteArrayList<>();
        Process process = ProcessLaunch.of(List.of("sh", "-c", "echo first; echo; echo second >&2; printf ' end '"))
                .start();

        LastLines last = LastLines.following(process, 1, all::add);

        await().untilAsserted(() -> assertThat(last.lines()).containsExactly("end"));
        await().untilAsserted(() -> assertThat(all).containsExactly("first", "second", "end"));
    }

    @Test
    void takeALineWithoutEndInParts() throws IOException, InterruptedException {
        LastLines last = after("head -c 3000000 /dev/zero | tr '\\0' x; echo; echo end");

        await().untilAsserted(() -> assertThat(last.lines()).hasSize(2).endsWith("end"));
        assertThat(last.lines().getFirst()).hasSizeLessThan(5_000).startsWith("xxx");
    }

    private static LastLines after(String script) throws IOException, InterruptedException {
        Process process = ProcessLaunch.of(List.of("sh", "-c", script)).start();
        LastLines last = LastLines.following(process, 2);
        process.waitFor();
        return last;
    }
}
