package ai.radium.deployment.local;

import static ai.radium.deployment.local.LocalRuntimeTest.processes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ai.radium.contracts.worker.WorkerToken;
import ai.radium.deployment.runtime.Placement;
import ai.radium.deployment.runtime.WorkerSecret;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a worker gets from this service, and what becomes of one that does not answer. */
@SuppressWarnings("NullAway.Init") // set before each test
class LocalWorkersTest {
    @TempDir
    Path directory;

    private LocalConfig config;
    private WorkerSecret secret;
    private LocalRuntime runtime;

    @BeforeEach
    void open() throws IOException {
        config = TestLocalConfig.in(directory);
        secret = WorkerSecret.read(Files.writeString(directory.resolve("worker-secret"), "of-this-machine\n"));
        runtime = new LocalRuntime(config, Optional.of(secret), InstantSource.system());
    }

    /** As a service that was started again, which looks at once. */
    private void reopen() {
        runtime.close();
        runtime = new LocalRuntime(config, Optional.of(secret), InstantSource.system());
    }

    @AfterEach
    void removeEverything() {
        runtime.close();
        LocalRuntimeTest.killAll(config);
    }

    @Test
    void givesAWorkerItsOwnTokenInAFileOfItsOwnAndNoSecret() throws IOException {
        Placement desired = placement();
        settle(desired);

        Map<String, String> environment = environment(desired);

        assertThat(Path.of(variable(desired, "RADIUM_WORKER_TOKEN_FILE")))
                .hasContent(WorkerToken.of("of-this-machine", desired.deployment()));
        assertThat(environment).doesNotContainKey("RADIUM_WORKER_SECRET_FILE");
        assertThat(String.join(" ", environment.values())).doesNotContain("of-this-machine");
        assertThat(environment)
                .containsEntry("RADIUM_WORKER_HOST", "127.0.0.1")
                .containsEntry("RADIUM_STOP_SECONDS", "5")
                .containsEntry("JDK_JAVA_OPTIONS", "-XX:+ExitOnOutOfMemoryError");
    }

    @Test
    void tellsAWorkerItsWeightsAsAPodIsTold() throws IOException {
        Placement desired = placement();
        settle(desired);

        assertThat(environment(desired))
                .containsEntry("RADIUM_WORKER_MODEL", "pypi:tiny==1")
                .containsEntry("RADIUM_WORKER_MODEL_SHA256", "00")
                .containsEntry("RADIUM_WORKER_MODEL_CACHE", config.models().toString());
    }

    @Test
    void putsFullLogsAwayAndRemovesThoseOfWorkersThatAreNoMore() throws IOException {
        Placement desired = placement();
        settle(desired);
        Path usage = Path.of(variable(desired, "RADIUM_WORKER_USAGE_LOG"));
        Path left = Files.writeString(config.home().resolve("dep_gone-0.usage"), "{}\n");
        Path young = Files.writeString(config.home().resolve("dep_young-0.log"), "{}\n");
        Files.setLastModifiedTime(
                left, FileTime.from(Instant.now().minus(config.logAge().plusDays(1))));
        Files.write(usage, new byte[(1 << 20) + 1]);
        reopen();

        runtime.plan(desired);

        assertThat(usage).isEmptyFile();
        assertThat(usage.resolveSibling(usage.getFileName() + ".1")).exists();
        assertThat(left).doesNotExist();
        assertThat(young).exists();
    }

    @Test
    void keepsEveryFileOfAWorkerToItsOwner() throws IOException {
        Placement desired = placement();
        settle(desired);

        assertThat(filesOf(desired))
                .hasSize(4)
                .allSatisfy(file -> assertThat(permissions(file)).isEqualTo("rw-------"));
        assertThat(permissions(config.home())).isEqualTo("rwx------");
    }

    @Test
    void forgetsTheLogsOfADeletedDeploymentAndNoOther() throws IOException {
        Placement deleted = placement();
        Placement other = placement();
        settle(deleted);
        settle(other);
        await().until(() -> runtime.remove(deleted.deployment()));
        assertThat(filesOf(deleted)).isNotEmpty();

        runtime.forget(deleted.deployment());

        assertThat(filesOf(deleted)).isEmpty();
        assertThat(filesOf(other)).hasSize(4);
    }

    @Test
    void aWorkerThatSaysItIsNotReadyTakesNoCallsUntilItIsReadyAgain() throws IOException {
        Placement desired = placement();
        settle(desired);
        Path usage = Path.of(variable(desired, "RADIUM_WORKER_USAGE_LOG"));
        long before = processes(desired).getFirst().pid();

        Files.createFile(StandInWorker.notReady(usage));
        assertThat(runtime.plan(desired).observation().ready()).isEmpty();
        Files.delete(StandInWorker.notReady(usage));

        assertThat(runtime.plan(desired).observation().ready()).hasSize(1);
        assertThat(processes(desired).getFirst().pid()).isEqualTo(before);
    }

    @Test
    void aWorkerThatHangsIsReplacedAndDelaysNoOtherDeployment() throws Exception {
        Placement hanging = placement();
        Placement other = placement();
        settle(hanging);
        long before = processes(hanging).getFirst().pid();
        assertThat(new ProcessBuilder("kill", "-STOP", Long.toString(before))
                        .start()
                        .waitFor())
                .isZero();

        assertThat(runtime.plan(hanging).observation().ready())
                .as("late with one answer")
                .hasSize(1);
        await().atMost(Duration.ofSeconds(30))
                .until(() -> runtime.plan(hanging).observation().ready().isEmpty());
        settle(other);
        settle(hanging);

        assertThat(processes(hanging)).extracting(ProcessHandle::pid).doesNotContain(before);
    }

    private static Map<String, String> environment(Placement desired) throws IOException {
        long pid = processes(desired).getFirst().pid();
        return Arrays.stream(Files.readString(Path.of("/proc", Long.toString(pid), "environ"))
                        .split("\0", -1))
                .filter(entry -> entry.contains("="))
                .map(entry -> entry.split("=", 2))
                .collect(Collectors.toMap(entry -> entry[0], entry -> entry[1]));
    }

    private List<Path> filesOf(Placement desired) throws IOException {
        try (Stream<Path> files = Files.list(config.home())) {
            return files.filter(file -> file.getFileName().toString().startsWith(desired.deployment()))
                    .toList();
        }
    }

    private static String permissions(Path file) {
        try {
            return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String variable(Placement desired, String name) throws IOException {
        return Objects.requireNonNull(environment(desired).get(name), name);
    }

    private static Placement placement() {
        return LocalRuntimeTest.placement("tiny", "pypi:tiny==1", 1, 1);
    }

    private void settle(Placement desired) {
        await().atMost(Duration.ofSeconds(30))
                .pollInterval(Duration.ofMillis(100))
                .until(() -> {
                    runtime.plan(desired).execute();
                    return runtime.plan(desired).observation().ready().size() == desired.replicas();
                });
    }
}
