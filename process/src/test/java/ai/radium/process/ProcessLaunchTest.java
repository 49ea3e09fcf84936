package ai.radium.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProcessLaunchTest {
    private static final List<String> SLEEP = List.of("sleep", "600");

    @TempDir
    private Path folder;

    @Test
    void runsInItsFolderWithWhatIsAddedToTheEnvironmentAndPassedOn() throws IOException, InterruptedException {
        ProcessLaunch launch = ProcessLaunch.of(List.of("sh", "-c", "pwd; echo $ADDED; echo ${HOME:-none}"))
                .in(folder)
                .with(Map.of("ADDED", "an argument with 'quotes' and $signs"))
                .inheriting(name -> name.equals("PATH"));

        assertThat(said(launch))
                .containsExactly(folder.toRealPath().toString(), "an argument with 'quotes' and $signs", "none");
    }

    @Test
    void inheritsWhatAnyProgramNeedsAndWhatIsNamed() throws IOException, InterruptedException {
        List<String> names = said(ProcessLaunch.of(List.of("sh", "-c", "env | cut -d= -f1"))
                .inheritingTheUsualAnd("SURE")
                .with(Map.of("ADDED", "one")));

        assertThat(names).contains("PATH", "ADDED").doesNotContain("JAVA_TOOL_OPTIONS", "MAVEN_CMD_LINE_ARGS", "SHLVL");
    }

    @Test
    void keepsErrorsApartWhereThatIsAskedFor() throws IOException, InterruptedException {
        Path log = folder.resolve("log");
        Path errors = folder.resolve("errors");

        ProcessLaunch.of(List.of("sh", "-c", "echo said; echo wrong >&2"))
                .loggingTo(log)
                .errorsTo(errors)
                .start()
                .waitFor();

        assertThat(log).hasContent("said");
        assertThat(errors).hasContent("wrong");
        assertThat(Files.getPosixFilePermissions(errors)).isEqualTo(PosixFilePermissions.fromString("rw-------"));
    }

    @Test
    void passesArgumentsOnAsTheyAre() throws IOException, InterruptedException {
        assertThat(said(ProcessLaunch.of(List.of("printf", "%s\n", "a b", "$HOME", "`id`", "'", "", "--", "-c"))))
                .containsExactly("a b", "$HOME", "`id`", "'", "", "--", "-c");
    }

    @Test
    void readsNothingFromATerminalAndWritesFilesForItsUserOnly() throws IOException, InterruptedException {
        assertThat(said(ProcessLaunch.of(List.of("sh", "-c", "cat; umask")))).containsExactly("0077");
    }

    @Test
    void appendsItsOutputAndErrorsToALogForItsOwnerOnly() throws IOException, InterruptedException {
        Path log = Files.writeString(folder.resolve("a.log"), "before\n");
        Files.setPosixFilePermissions(log, PosixFilePermissions.fromString("rw-r--r--"));

        ProcessLaunch.of(List.of("sh", "-c", "echo out; echo err >&2"))
                .loggingTo(log)
                .start()
                .waitFor();
        ProcessLaunch.of(List.of("true"))
                .loggingTo(folder.resolve("b.log"))
                .start()
                .waitFor();

        assertThat(log).content().isEqualTo("before\nout\nerr\n");
        assertThat(mode(log)).isEqualTo("rw-------");
        assertThat(mode(folder.resolve("b.log"))).isEqualTo("rw-------");
    }

    @Test
    void writesNoLogThroughASymbolicLink() throws IOException {
        Path link = Files.createSymbolicLink(folder.resolve("a.log"), folder.resolve("target"));

        assertThatThrownBy(() -> ProcessLaunch.of(SLEEP).loggingTo(link).start())
                .isInstanceOf(IOException.class)
                .hasMessageContaining("symbolic link");
    }

    @Test
    void isTheCommandItselfHoweverItIsStarted() throws IOException, InterruptedException {
        List<ProcessLaunch> all = List.of(
                ProcessLaunch.of(SLEEP),
                ProcessLaunch.of(SLEEP).inNewGroup(),
                ProcessLaunch.of(SLEEP).inNewSession(),
                ProcessLaunch.of(SLEEP).dyingWithItsParent(),
                ProcessLaunch.of(SLEEP)
                        .inNewGroup()
                        .dyingWithItsParent()
                        .limited(Limits.NONE.memory(1 << 30).cores(1).nice(5)));
        for (ProcessLaunch launch : all) {
            Process process = launch.start();
            try {
                await().until(() -> command(process).equals("sleep"));
            } finally {
                process.destroyForcibly().waitFor();
            }
        }
    }

    /** Fields 5 and 6 of stat, see proc(5). */
    @Test
    void belongsToTheGroupAndSessionItIsAskedTo() throws IOException, InterruptedException {
        List<String> show = List.of("sh", "-c", "cut -d' ' -f1,5,6 /proc/self/stat; echo $$");
        String ownSession = Files.readString(Path.of("/proc/self/stat")).split(" ", -1)[5];

        List<String> inGroup = said(ProcessLaunch.of(show).inNewGroup());
        List<String> inSession = said(ProcessLaunch.of(show).inNewSession());

        assertThat(inGroup.getFirst().split(" ", -1)).endsWith(inGroup.getLast(), ownSession);
        assertThat(inSession.getFirst().split(" ", -1)).endsWith(inSession.getLast(), inSession.getLast());
    }

    @Test
    void diesWithTheThreadThatStartedIt() throws IOException, InterruptedException {
        CompletableFuture<Process> started = new CompletableFuture<>();
        CountDownLatch end = new CountDownLatch(1);
        Thread starter = Thread.ofPlatform().start(() -> {
            try {
                started.complete(ProcessLaunch.of(SLEEP).dyingWithItsParent().start());
                end.await();
            } catch (IOException | InterruptedException e) {
                started.completeExceptionally(e);
            }
        });
        Process process = started.join();
        await().until(() -> command(process).equals("sleep"));

        end.countDown();
        starter.join();

        assertThat(process.waitFor()).isEqualTo(128 + 9);
    }

    /** As when its parent was killed in the moment between the start and the request to the kernel. */
    @Test
    void doesNotBeginAsAnOrphan() throws IOException, InterruptedException {
        List<String> another = new ArrayList<>(List.of("sh", "-c", "\"$@\"; echo status $?", "sh"));
        another.addAll(
                ProcessLaunch.of(List.of("echo", "began")).dyingWithItsParent().line(Optional.empty()));

        assertThat(said(new ProcessBuilder(another).redirectErrorStream(true).start()))
                .containsExactly("status 1");
    }

    @Test
    void refusesToTieAProcessToAVirtualThread() {
        CompletableFuture<Process> started = new CompletableFuture<>();
        Thread.ofVirtual().start(() -> {
            try {
                started.complete(ProcessLaunch.of(SLEEP).dyingWithItsParent().start());
            } catch (IOException | IllegalStateException e) {
                started.completeExceptionally(e);
            }
        });

        assertThat(started).failsWithin(Duration.ofSeconds(5));
    }

    /** Who is not root may not run anything as another: then nothing is started. */
    @Test
    void runsAsAnotherUserIfRootSaysSo() throws IOException, InterruptedException {
        List<String> said =
                said(ProcessLaunch.of(List.of("sh", "-c", "id -u; id -G; grep NoNewPrivs /proc/self/status"))
                        .as(new SystemUser(65_534, 65_534))
                        .in(Path.of("/")));

        if (Objects.equals(System.getProperty("user.name"), "root")) {
            assertThat(said).containsExactly("65534", "65534", "NoNewPrivs:\t1");
        } else {
            assertThat(said).first().asString().contains("not permitted");
        }
    }

    private static List<String> said(ProcessLaunch launch) throws IOException, InterruptedException {
        return said(launch.start());
    }

    private static List<String> said(Process process) throws IOException, InterruptedException {
        String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        return text.lines().toList();
    }

    private static String command(Process process) throws IOException {
        return Files.readString(Path.of("/proc", Long.toString(process.pid()), "comm"))
                .strip();
    }

    private static String mode(Path file) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
    }
}
