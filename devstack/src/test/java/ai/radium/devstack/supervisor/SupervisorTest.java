package ai.radium.devstack.supervisor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import ai.radium.devstack.process.Ports;
import ai.radium.devstack.process.StackFailure;
import ai.radium.process.ProcessIdentity;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SupervisorTest {
    @TempDir
    Path home;

    private final int port = Ports.orFree(0);
    private StateFile state;
    private Supervisor supervisor;

    @BeforeEach
    void begin() {
        state = new StateFile(home);
        supervisor = supervisorOf(new SleepingPart("account-service", port));
    }

    @AfterEach
    void end() {
        supervisor.stop(line -> {}, () -> {});
        supervisor.end();
    }

    @Test
    void startsWhatIsNeededFirst() throws InterruptedException {
        Supervisor both = new Supervisor(
                home,
                state,
                List.of(
                        new Step(new SleepingPart("second", Ports.orFree(0)), List.of("first")),
                        new Step(new SleepingPart("first", Ports.orFree(0)), List.of())),
                SupervisionRules.STANDARD);
        List<String> lines = new ArrayList<>();
        both.up(List.of("second", "first"), lines::add);
        both.stop(line -> {}, () -> {});
        both.end();
        assertThat(lines).hasSize(2);
        assertThat(lines.getFirst()).startsWith("[1/2] first ready after");
    }

    @Test
    void namesATakenPortAndItsProcess() throws IOException {
        try (ServerSocket taken = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            assertThat(taken.isBound()).isTrue();
            assertThatThrownBy(() -> supervisor.up(List.of("account-service"), line -> {}))
                    .isInstanceOf(StackFailure.class)
                    .hasMessageContaining("port %d of account-service is taken", port)
                    .hasMessageContaining("RADIUM_PORT_ACCOUNT_SERVICE");
        }
    }

    @Test
    void startsAFailedPartAgain() throws IOException, InterruptedException {
        try (ServerSocket taken = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            assertThat(taken.isBound()).isTrue();
            assertThatThrownBy(() -> supervisor.up(List.of("account-service"), line -> {}))
                    .isInstanceOf(StackFailure.class);
        }
        supervisor.up(List.of("account-service"), line -> {});
        assertThat(only().state()).isEqualTo("ready");
    }

    @Test
    void startsAProcessAgainThatWasKilled() throws InterruptedException {
        supervisor.up(List.of("account-service"), line -> {});
        long first = only().pid();
        ProcessHandle.of(first).orElseThrow().destroyForcibly();
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(only())
                        .returns("ready", ProcessStatus::state)
                        .returns(1, ProcessStatus::restarts)
                        .extracting(ProcessStatus::pid)
                        .isNotEqualTo(first));
    }

    @Test
    void adoptsWhatAKilledSupervisorLeft() throws InterruptedException {
        supervisor.up(List.of("account-service"), line -> {});
        long left = only().pid();
        supervisor.end();
        supervisor = supervisorOf(new SleepingPart("account-service", port));
        supervisor.up(List.of("account-service"), line -> {});
        assertThat(only()).returns(left, ProcessStatus::pid).returns(0, ProcessStatus::restarts);
    }

    @Test
    void reapsWhatAKilledSupervisorLeftOnAnotherPort() throws InterruptedException {
        supervisor.up(List.of("account-service"), line -> {});
        ProcessIdentity left = state.running("account-service").orElseThrow();
        supervisor.end();
        supervisor = supervisorOf(new SleepingPart("account-service", Ports.orFree(0)));
        supervisor.up(List.of("account-service"), line -> {});
        assertThat(left.isAlive()).isFalse();
    }

    @Test
    void stopsWhatItStartedAndNothingElse() throws IOException, InterruptedException {
        Process bystander = new ProcessBuilder("sleep", "600").start();
        supervisor.up(List.of("account-service"), line -> {});
        ProcessIdentity started = state.running("account-service").orElseThrow();
        supervisor.stop(line -> {}, () -> {});
        assertThat(started.isAlive()).isFalse();
        assertThat(bystander.isAlive()).isTrue();
        bystander.destroyForcibly();
    }

    @Test
    void stopsWhatAKilledSupervisorLeftAndNoOtherProcessOfThatPid() throws IOException, InterruptedException {
        Process bystander = new ProcessBuilder("sleep", "600").start();
        ProcessIdentity real = ProcessIdentity.of(bystander.pid()).orElseThrow();
        state.putPart(
                "model-service",
                new ProcessIdentity(real.pid(), real.startTicks() - 1, real.bootId()),
                "model-service:1");
        supervisor.up(List.of("account-service"), line -> {});
        Optional<ProcessIdentity> left = state.running("account-service");
        supervisor.end();
        List<String> lines = new ArrayList<>();
        Leftovers.stop(home, Duration.ofSeconds(10), lines::add, () -> lines.add("workers stopped"));
        assertThat(lines).containsExactly("workers stopped", "account-service stopped");
        assertThat(left.orElseThrow().isAlive()).isFalse();
        assertThat(real.isAlive()).isTrue();
        bystander.destroyForcibly();
    }

    private ProcessStatus only() {
        return supervisor.status().getFirst();
    }

    private Supervisor supervisorOf(SleepingPart part) {
        return new Supervisor(home, state, List.of(new Step(part, List.of())), SupervisionRules.STANDARD);
    }
}
