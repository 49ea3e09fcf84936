package ai.radium.devstack.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ai.radium.devstack.process.Ports;
import ai.radium.devstack.supervisor.ProcessStatus;
import ai.radium.process.ProcessIdentity;
import ai.radium.process.ProcessLaunch;
import ai.radium.process.ProcessTable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WorkersTest {
    private static final Duration BUDGET = Duration.ofSeconds(10);

    @TempDir
    Path folder;

    /** The one behind it, which a worker answers on, is nobody's. */
    private final int port = Ports.orFree(0) - 1;

    private Process process;

    @BeforeEach
    void begin() throws IOException {
        process = new ProcessBuilder("sh", "-c", "sleep 600; true").start();
        await().until(() -> process.descendants().findAny().isPresent());
    }

    @AfterEach
    void end() {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
    }

    @Test
    void stopsARegisteredWorkerWithItsChildren() throws IOException {
        register(identity());
        List<ProcessIdentity> children = process.descendants()
                .flatMap(child -> ProcessIdentity.of(child.pid()).stream())
                .toList();
        List<String> lines = new ArrayList<>();
        new Workers(folder, BUDGET).stop(lines::add);
        assertThat(lines).containsExactly("inference-worker-dep_1-0 stopped");
        assertThat(process.onExit()).succeedsWithin(Duration.ofSeconds(5));
        assertThat(children).isNotEmpty();
        await().untilAsserted(() -> assertThat(children).noneMatch(ProcessIdentity::isAlive));
    }

    @Test
    void leavesAnotherProcessOfTheSamePidAlone() throws IOException {
        register(new ProcessIdentity(
                identity().pid(), identity().startTicks() - 1, identity().bootId()));
        new Workers(folder, BUDGET).stop(line -> {});
        assertThat(process.isAlive()).isTrue();
        assertThat(new Workers(folder, BUDGET).status()).singleElement().returns("stopped", ProcessStatus::state);
    }

    @Test
    void showsAWorkerByDeploymentAndNumberAndWhatItAnswersNow() throws IOException {
        register(identity());
        assertThat(new Workers(folder, BUDGET).status())
                .singleElement()
                .returns("inference-worker-dep_1-0", ProcessStatus::name)
                .returns(process.pid(), ProcessStatus::pid)
                .returns(List.of(port, port + 1), ProcessStatus::ports)
                .returns("not answering", ProcessStatus::state);
    }

    @Test
    void stopsAWorkerWhoseStartWasNotRecordedYet() throws IOException, InterruptedException {
        Process started = ProcessLaunch.of(List.of("sleep", "600"))
                .inNewGroup()
                .with(Map.of("RADIUM_WORKER_LAUNCH", folder.toString()))
                .start();
        await().until(() -> ProcessTable.leaderWithEnvironment("RADIUM_WORKER_LAUNCH=" + folder)
                .isPresent());
        register("null", folder.toString());

        new Workers(folder, BUDGET).stop(line -> {});

        assertThat(started.waitFor()).isEqualTo(128 + 15);
    }

    private ProcessIdentity identity() {
        return ProcessIdentity.of(process.pid()).orElseThrow();
    }

    private void register(ProcessIdentity recorded) throws IOException {
        register("\"" + recorded.text() + "\"", "a-launch");
    }

    private void register(String recorded, String launch) throws IOException {
        Files.writeString(folder.resolve("dep_1-0.json"), """
                {"deployment": "dep_1", "index": 0, "port": %d, "process": %s, "launch": "%s",
                 "readyAt": "2026-01-01T00:00:00Z", "failures": 0}
                """.formatted(port, recorded, launch));
    }
}
