package ai.radium.devstack.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ai.radium.devstack.process.Pid;
import ai.radium.devstack.process.Ports;
import ai.radium.devstack.supervisor.ProcessStatus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
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
        register(startTicks(process.pid()));
        List<Pid> children =
                process.descendants().flatMap(child -> Pid.of(child).stream()).toList();
        List<String> lines = new ArrayList<>();
        new Workers(folder, BUDGET).stop(lines::add);
        assertThat(lines).containsExactly("inference-worker-dep_1-0 stopped");
        assertThat(process.onExit()).succeedsWithin(Duration.ofSeconds(5));
        assertThat(children).isNotEmpty();
        await().untilAsserted(() -> assertThat(children).noneMatch(Pid::isAlive));
    }

    @Test
    void leavesAnotherProcessOfTheSamePidAlone() throws IOException {
        register(startTicks(process.pid()) - 1);
        new Workers(folder, BUDGET).stop(line -> {});
        assertThat(process.isAlive()).isTrue();
        assertThat(new Workers(folder, BUDGET).status()).singleElement().returns("stopped", ProcessStatus::state);
    }

    @Test
    void showsAWorkerByDeploymentAndNumberAndWhatItAnswersNow() throws IOException {
        register(startTicks(process.pid()));
        assertThat(new Workers(folder, BUDGET).status())
                .singleElement()
                .returns("inference-worker-dep_1-0", ProcessStatus::name)
                .returns(process.pid(), ProcessStatus::pid)
                .returns(List.of(port, port + 1), ProcessStatus::ports)
                .returns("not answering", ProcessStatus::state);
    }

    private void register(long startTicks) throws IOException {
        Files.writeString(folder.resolve("dep_1-0.json"), """
                {"deployment": "dep_1", "index": 0, "port": %d, "pid": %d, "startTicks": %d,
                 "readyAt": "2026-01-01T00:00:00Z", "failures": 0}
                """.formatted(port, process.pid(), startTicks));
    }

    private static long startTicks(long pid) throws IOException {
        String stat = Files.readString(Path.of("/proc", Long.toString(pid), "stat"));
        return Long.parseLong(List.of(stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1))
                .get(19));
    }
}
