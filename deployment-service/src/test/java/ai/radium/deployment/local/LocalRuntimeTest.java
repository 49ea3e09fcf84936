package ai.radium.deployment.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import ai.radium.contracts.model.ModelChanged.Weights;
import ai.radium.deployment.runtime.Accelerator;
import ai.radium.deployment.runtime.CrashPoint;
import ai.radium.deployment.runtime.Failure;
import ai.radium.deployment.runtime.FailureReason;
import ai.radium.deployment.runtime.ModelRuntime;
import ai.radium.deployment.runtime.ModelRuntimeContract;
import ai.radium.deployment.runtime.Placement;
import ai.radium.deployment.runtime.Plan;
import ai.radium.deployment.runtime.Replica;
import ai.radium.deployment.runtime.Room;
import ai.radium.deployment.runtime.WorkerSecret;
import ai.radium.kit.ids.Ids;
import ai.radium.process.GracefulStop;
import ai.radium.process.ProcessTable;
import java.io.IOException;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@SuppressWarnings("NullAway.Init") // set before each test
class LocalRuntimeTest extends ModelRuntimeContract {
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

    @AfterEach
    void removeEverything() {
        runtime.close();
        killAll(config);
    }

    /** Of a home that nobody holds. */
    static void killAll(LocalConfig config) {
        try (WorkerFiles files = new WorkerFiles(config.home())) {
            files.all().forEach(worker -> WorkerLaunch.processOf(worker).ifPresent(GracefulStop::kill));
        }
    }

    @Override
    protected ModelRuntime runtime() {
        return runtime;
    }

    @Override
    protected ModelRuntime reopened() {
        runtime.close();
        runtime = new LocalRuntime(config, Optional.of(secret), InstantSource.system());
        return runtime;
    }

    @Override
    protected Placement placement(int replicas, int revision) {
        return placement("tiny", "pypi:tiny==1", replicas, revision);
    }

    @Override
    protected Placement tooLarge() {
        return placement(5, 1);
    }

    @Override
    protected void destroy(Placement desired, Replica replica) {
        processes(desired).forEach(ProcessHandle::destroyForcibly);
    }

    @Override
    protected List<String> remains(Placement desired) {
        return processes(desired).stream().map(ProcessHandle::toString).toList();
    }

    @Test
    void adoptsAProcessWhoseStartWasNeverRecorded() {
        Placement desired = placement(1, 1);
        settle(desired);
        Worker started = onlyWorker(desired);
        rewrite(new Worker(
                started.deployment(),
                started.index(),
                started.revision(),
                started.launch(),
                started.port(),
                started.memoryMib(),
                started.launchedAt(),
                null,
                null,
                0,
                null,
                null));

        settle(desired);

        assertThat(onlyWorker(desired).process()).isEqualTo(started.process());
        assertThat(processes(desired)).hasSize(1);
    }

    /** Fields 5 and 6 of stat, see proc(5); a session of its own would have a share of the cores of its own. */
    @Test
    void startsWorkersInThisSessionAndInProcessGroupsOfTheirOwn() throws IOException {
        Placement desired = placement(1, 1);
        settle(desired);

        String worker = Long.toString(
                Objects.requireNonNull(onlyWorker(desired).process()).pid());

        assertThat(groupAndSession(worker))
                .containsExactly(worker, groupAndSession("self").getLast());
    }

    private static List<String> groupAndSession(String process) throws IOException {
        String stat = Files.readString(Path.of("/proc", process, "stat"));
        return List.of(stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1)).subList(2, 4);
    }

    @Test
    void callsAWorkerThatAlwaysEndsACrashLoop() {
        runtime.close();
        config = TestLocalConfig.in(directory).running(StandInWorker.command("crash"));
        runtime = new LocalRuntime(config, Optional.of(secret), InstantSource.system());

        assertThat(failureOf(placement(1, 1)).reason()).isEqualTo(FailureReason.CRASH_LOOP);
    }

    @Test
    void roomThatTwoPlansCountOnIsGivenToOneOfThem() {
        Placement first = placement(3, 1);
        Placement second = placement(3, 1);
        Plan ofFirst = runtime.plan(first);
        Plan ofSecond = runtime.plan(second);

        ofFirst.execute();
        ofSecond.execute();

        assertThat(workers(first)).hasSize(3);
        assertThat(workers(second)).isEmpty();
    }

    @Test
    void knowsWhetherThereIsRoomForOneMore() {
        assertThat(runtime.room(placement(1, 1))).isEqualTo(Room.ONE_MORE);

        runtime.plan(placement(4, 1)).execute();

        assertThat(runtime.room(placement(1, 1))).isEqualTo(Room.NONE);
    }

    @Test
    void saysThatWeightsAreMissing() {
        Failure failure = failureOf(placement("absent", "file:///nowhere/absent.gguf", 1, 1));

        assertThat(failure.reason()).isEqualTo(FailureReason.MODEL_LOAD);
        assertThat(failure.detail()).contains("file:///nowhere/absent.gguf");
    }

    @Test
    void loadsWeightsFromAFileUri() throws IOException {
        Path elsewhere = Files.writeString(directory.resolve("elsewhere.gguf"), "weights");

        assertThat(settle(placement("other", elsewhere.toUri().toString(), 1, 1))
                        .ready())
                .hasSize(1);
    }

    @Test
    void refusesADirectoryThatAnotherServiceUses() {
        assertThatThrownBy(() -> new LocalRuntime(config, Optional.of(secret), InstantSource.system()))
                .isInstanceOfAny(IllegalStateException.class, OverlappingFileLockException.class);
    }

    private Failure failureOf(Placement desired) {
        await().atMost(Duration.ofSeconds(20))
                .pollInterval(Duration.ofMillis(50))
                .until(() -> {
                    runtime.plan(desired).execute();
                    return runtime.plan(desired).observation().failure() != null;
                });
        return Objects.requireNonNull(runtime.plan(desired).observation().failure());
    }

    private Worker onlyWorker(Placement desired) {
        return workers(desired).getFirst();
    }

    private List<Worker> workers(Placement desired) {
        runtime.close();
        try (WorkerFiles files = new WorkerFiles(config.home())) {
            return files.of(desired.deployment());
        } finally {
            runtime = new LocalRuntime(config, Optional.of(secret), InstantSource.system());
        }
    }

    private void rewrite(Worker worker) {
        runtime.close();
        try (WorkerFiles files = new WorkerFiles(config.home())) {
            files.write(worker, CrashPoint.INTENT_WRITE);
        }
        runtime = new LocalRuntime(config, Optional.of(secret), InstantSource.system());
    }

    static List<ProcessHandle> processes(Placement desired) {
        return ProcessTable.withEnvironment("RADIUM_WORKER_DEPLOYMENT=" + desired.deployment()).stream()
                .flatMap(process -> process.handle().stream())
                .toList();
    }

    static Placement placement(String model, String uri, int replicas, int revision) {
        return new Placement(
                Ids.next("dep"),
                revision,
                replicas,
                Accelerator.parse("CPU:0:0:-"),
                1,
                model,
                model,
                new Weights(uri, "00", "gguf", "MIT"),
                2_048);
    }
}
