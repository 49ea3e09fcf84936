package ai.radium.deployment.local;

import static org.assertj.core.api.Assertions.assertThat;

import ai.radium.contracts.model.ModelChanged.Weights;
import ai.radium.deployment.local.Action.Kill;
import ai.radium.deployment.local.Action.Launch;
import ai.radium.deployment.local.Action.Stop;
import ai.radium.deployment.local.LocalPlan.Room;
import ai.radium.deployment.runtime.Accelerator;
import ai.radium.deployment.runtime.Failure;
import ai.radium.deployment.runtime.FailureReason;
import ai.radium.deployment.runtime.Placement;
import ai.radium.process.ProcessIdentity;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a machine has room for, and what a plan says of itself. */
class LocalPlanRoomTest {
    private static final Instant NOON = Instant.parse("2026-11-25T12:00:00Z");
    private static final LocalConfig CONFIG = TestLocalConfig.in(Path.of("unused"));

    @ParameterizedTest
    @CsvSource({
        "3, 250, 100, 5, 2",
        "3, 300, 100, 5, 3",
        "3, 299, 100, 5, 2",
        "2, 900, 100, 5, 2",
        "9, 900, 100, 5, 5",
        "9, 0, 0, 5, 5",
        "2, 0, 0, 5, 2",
        "-1, 900, 100, 5, 0",
        "3, -50, 100, 5, 0"
    })
    void asManyFitAsThereArePlacesAndMemoryFor(int workers, long memoryMib, long workerMib, int most, int fitting) {
        assertThat(new Room(workers, memoryMib).fitting(workerMib, most)).isEqualTo(fitting);
    }

    @Test
    void aWorkerThatGoesLeavesItsPlaceAndItsMemory() {
        assertThat(new Room(1, 50).without(worker(0))).isEqualTo(new Room(2, 150));
    }

    @Test
    void saysWhatIsMissingAndNeverLessThanNothing() {
        LocalPlan plan = LocalPlan.of(placement(3), List.of(), 400, new Room(-1, -7), NOON, CONFIG);

        assertThat(plan.actions()).isEmpty();
        assertThat(plan.failure())
                .isEqualTo(new Failure(
                        FailureReason.NO_CAPACITY,
                        "3 more workers of 400 MiB are needed; this machine has room for 0 of " + CONFIG.maxWorkers()
                                + " workers and 0 of " + CONFIG.memoryMib() + " MiB"));
    }

    @Test
    void whatCrashesAgainAndAgainIsNamedBeforeTheRoomThatIsMissing() {
        Worker crashing = worker(0);
        for (int crash = 0; crash < CONFIG.crashLoopAfter() - 1; crash++) {
            crashing = crashing.crashed(NOON, CONFIG);
        }
        assertThat(failureOf(SeenWorker.gone(crashing)).reason()).isEqualTo(FailureReason.NO_CAPACITY);

        Worker again = crashing.crashed(NOON, CONFIG);

        assertThat(failureOf(SeenWorker.gone(again)))
                .isEqualTo(new Failure(
                        FailureReason.CRASH_LOOP,
                        "replica " + again.replicaId() + " crashed " + CONFIG.crashLoopAfter() + " times in a row"));
    }

    @Test
    void aWorkerThatCameUpAfterItsCrashesIsNoLoop() {
        Worker recovered = worker(0);
        for (int crash = 0; crash < CONFIG.crashLoopAfter(); crash++) {
            recovered = recovered.crashed(NOON, CONFIG);
        }

        LocalPlan plan = LocalPlan.of(
                placement(1),
                List.of(new SeenWorker(recovered, true, true, Duration.ZERO)),
                100,
                new Room(1, 100),
                NOON,
                CONFIG);

        assertThat(plan.failure()).isNull();
    }

    @Test
    void aPlanStopsWhomItStopsOrKillsAndNobodyElse() {
        LocalPlan plan =
                new LocalPlan(List.of(new Stop(worker(0)), new Kill(worker(1)), new Launch(3), new Launch(4)), null);

        assertThat(plan.stops(worker(0))).isTrue();
        assertThat(plan.stops(worker(1))).isTrue();
        assertThat(plan.stops(worker(2))).isFalse();
        assertThat(plan.launches()).isEqualTo(2);
        assertThat(LocalPlan.NOTHING.launches()).isZero();
    }

    private static Failure failureOf(SeenWorker seen) {
        Failure failure = LocalPlan.of(placement(3), List.of(seen), 400, new Room(0, 0), NOON, CONFIG)
                .failure();
        assertThat(failure).isNotNull();
        return failure;
    }

    private static Worker worker(int index) {
        return Worker.planned(placement(1), index, "launch", 9_500 + 2 * index, 100, NOON)
                .running(new ProcessIdentity(1_000 + index, 5, "a-boot"));
    }

    private static Placement placement(int replicas) {
        return new Placement(
                "dep_1",
                1,
                replicas,
                Accelerator.parse("CPU:0:0:-"),
                1,
                "m",
                "m",
                new Weights("file:///m.gguf", "00", "gguf", "MIT"),
                2_048);
    }
}
