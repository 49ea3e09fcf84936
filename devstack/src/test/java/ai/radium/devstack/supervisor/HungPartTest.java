package ai.radium.devstack.supervisor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertTimeout;

import ai.radium.devstack.process.Commands;
import ai.radium.devstack.process.Ports;
import ai.radium.devstack.process.StackFailure;
import ai.radium.process.LogRotation;
import ai.radium.process.ProcessIdentity;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Processes that run and do not work. */
class HungPartTest {
    private static final List<String> SLEEP = List.of("sleep", "600");

    @TempDir
    Path home;

    private final AtomicBoolean ready = new AtomicBoolean(true);
    private final Map<Long, Boolean> silent = new ConcurrentHashMap<>();
    private final List<Supervisor> supervisors = new CopyOnWriteArrayList<>();

    @AfterEach
    void end() {
        supervisors.forEach(supervisor -> {
            supervisor.stop(line -> {}, () -> {});
            supervisor.end();
        });
    }

    @Test
    void killsAProcessWithoutASignOfLifeAndStartsAnother() throws InterruptedException {
        Supervisor supervisor = supervisor(Duration.ofSeconds(30), part("account-service", SLEEP));
        supervisor.up(List.of("account-service"), line -> {});
        long hung = only(supervisor).pid();
        Commands.quietly("kill", "-STOP", Long.toString(hung));
        silent.put(hung, true);
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(only(supervisor))
                        .returns("ready", ProcessStatus::state)
                        .returns(1, ProcessStatus::restarts)
                        .extracting(ProcessStatus::pid)
                        .isNotEqualTo(hung));
        assertThat(ProcessHandle.of(hung)).isEmpty();
    }

    @Test
    void leavesOneAloneThatLivesAndIsNotReady() throws InterruptedException {
        Supervisor supervisor = supervisor(Duration.ofSeconds(30), part("account-service", SLEEP));
        supervisor.up(List.of("account-service"), line -> {});
        ready.set(false);
        await().during(Duration.ofSeconds(5))
                .atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(only(supervisor))
                        .returns("not ready", ProcessStatus::state)
                        .returns(0, ProcessStatus::restarts));
    }

    @Test
    void saysThatOneDoesNotAnswerBeforeItIsKilled() throws InterruptedException {
        Supervisor supervisor = new Supervisor(
                home,
                new StateFile(home),
                List.of(new Step(part("account-service", SLEEP), List.of())),
                SupervisionRules.STANDARD);
        supervisors.add(supervisor);
        supervisor.up(List.of("account-service"), line -> {});
        silent.put(only(supervisor).pid(), true);
        ready.set(false);
        assertThat(only(supervisor)).returns("not answering", ProcessStatus::state);
    }

    @Test
    void killsWhatDoesNotEndWithinTheBudgetAndSaysSo() throws InterruptedException {
        Supervisor supervisor = supervisor(Duration.ofSeconds(1), deaf("account-service"));
        supervisor.up(List.of("account-service"), line -> {});
        ProcessIdentity deaf = new StateFile(home).running("account-service").orElseThrow();
        List<String> lines = new CopyOnWriteArrayList<>();
        supervisor.stop(lines::add, () -> {});
        assertThat(lines).containsExactly("account-service killed: it had not ended 1 s after it was told to");
        assertThat(deaf.isAlive()).isFalse();
    }

    @Test
    void stopsWhatStreamsFirstThenServicesThenWhatTheyUseAndEachOfThemAtOnce() throws InterruptedException {
        List<String> names =
                List.of("postgres", "kafka", "redis", "account-service", "deployment-service", "gateway-service");
        Supervisor supervisor = supervisor(
                Duration.ofSeconds(30),
                names.stream().map(name -> part(name, SLEEP)).toArray(SleepingPart[]::new));
        supervisor.up(names, line -> {});
        List<String> lines = new CopyOnWriteArrayList<>();
        supervisor.stop(lines::add, () -> lines.add("workers stopped"));
        assertThat(lines).hasSize(7);
        assertThat(lines.subList(0, 3))
                .containsExactlyInAnyOrder("gateway-service stopped", "deployment-service stopped", "workers stopped");
        assertThat(lines.subList(3, 5)).containsExactlyInAnyOrder("account-service stopped", "redis stopped");
        assertThat(lines.subList(5, 7)).containsExactlyInAnyOrder("kafka stopped", "postgres stopped");
    }

    /** Each of the three takes the whole budget: one after the other they would take three. */
    @Test
    void waitsForThePartsOfAPhaseTogether() throws InterruptedException {
        Supervisor supervisor = supervisor(
                Duration.ofSeconds(2), deaf("account-service"), deaf("billing-service"), deaf("analytics-service"));
        supervisor.up(List.of("account-service", "billing-service", "analytics-service"), line -> {});
        assertTimeout(Duration.ofSeconds(5), () -> supervisor.stop(line -> {}, () -> {}));
    }

    @Test
    void startsNothingMoreOnceItStops() throws InterruptedException {
        Supervisor supervisor = supervisor(Duration.ofSeconds(30), part("account-service", SLEEP));
        supervisor.stop(line -> {}, () -> {});
        assertThatThrownBy(() -> supervisor.up(List.of("account-service"), line -> {}))
                .isInstanceOf(StackFailure.class)
                .hasMessage("the stack is being stopped");
    }

    private Supervisor supervisor(Duration stopBudget, SleepingPart... parts) {
        Supervisor supervisor = new Supervisor(
                home,
                new StateFile(home),
                List.of(parts).stream().map(part -> new Step(part, List.of())).toList(),
                new SupervisionRules(Duration.ofSeconds(1), 2, stopBudget, LogRotation.STANDARD));
        supervisors.add(supervisor);
        return supervisor;
    }

    /** Does not hear that it is to end, from the moment that it is ready. */
    private SleepingPart deaf(String name) {
        Path isDeaf = home.resolve(name + ".deaf");
        String command = "trap '' TERM; : > '%s'; while :; do sleep 600; done".formatted(isDeaf);
        return part(name, List.of("sh", "-c", command), () -> Files.exists(isDeaf));
    }

    private SleepingPart part(String name, List<String> command) {
        return part(name, command, ready::get);
    }

    private SleepingPart part(String name, List<String> command, BooleanSupplier isReady) {
        StateFile state = new StateFile(home);
        return new SleepingPart(
                name,
                Ports.orFree(0),
                command,
                isReady,
                () -> state.running(name)
                        .map(pid -> !silent.containsKey(pid.pid()))
                        .orElse(false));
    }

    private static ProcessStatus only(Supervisor supervisor) {
        return supervisor.status().getFirst();
    }
}
