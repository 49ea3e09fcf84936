package ai.radium.deployment.local;

import static org.assertj.core.api.Assertions.assertThat;

import ai.radium.contracts.model.ModelChanged.Weights;
import ai.radium.deployment.local.Action.Forget;
import ai.radium.deployment.local.Action.Kill;
import ai.radium.deployment.local.Action.Launch;
import ai.radium.deployment.local.Action.MarkCrashed;
import ai.radium.deployment.local.Action.MarkReady;
import ai.radium.deployment.local.Action.Relaunch;
import ai.radium.deployment.local.Action.Stop;
import ai.radium.deployment.runtime.Accelerator;
import ai.radium.deployment.runtime.FailureReason;
import ai.radium.deployment.runtime.Placement;
import ai.radium.process.ProcessIdentity;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class LocalPlanTest {
    private static final Instant NOON = Instant.parse("2026-11-25T12:00:00Z");
    private static final LocalPlan.Room ROOM = new LocalPlan.Room(4, 1_000);
    private static final LocalConfig CONFIG = TestLocalConfig.in(Path.of("unused"));

    @Test
    void launchesWhatIsMissing() {
        assertThat(plan(2, 1).actions()).containsExactly(new Launch(0), new Launch(1));
    }

    @Test
    void leavesAloneWhatRuns() {
        assertThat(plan(2, 1, ready(0, 1), ready(1, 1)).actions()).isEmpty();
    }

    @Test
    void remembersThatAWorkerCameUp() {
        Worker worker = started(0, 1);

        assertThat(plan(1, 1, new SeenWorker(worker, true, true, Duration.ZERO)).actions())
                .containsExactly(new MarkReady(worker));
    }

    @Test
    void startsWhatWasMeantToStartWhenTheServiceWasKilled() {
        Worker intended = intended(0, 1);

        assertThat(plan(1, 1, SeenWorker.gone(intended)).actions()).containsExactly(new Relaunch(intended));
    }

    @Test
    void waitsLongerAfterEachCrash() {
        Worker crashed = started(0, 1).crashed(NOON, CONFIG);
        Worker again = crashed.crashed(NOON, CONFIG);

        assertThat(plan(1, 1, dead(started(0, 1))).actions()).containsExactly(new MarkCrashed(started(0, 1)));
        assertThat(plan(1, 1, dead(crashed)).actions()).containsExactly(new Relaunch(crashed));
        assertThat(plan(1, 1, dead(again)).actions()).isEmpty();
        assertThat(again.retryAt()).isEqualTo(NOON.plusMillis(10));
    }

    @Test
    void callsManyCrashesInARowALoop() {
        Worker worker = started(0, 1);
        for (int crash = 0; crash < CONFIG.crashLoopAfter(); crash++) {
            worker = worker.crashed(NOON, CONFIG);
        }

        assertThat(plan(1, 1, dead(worker)).failure())
                .satisfies(failure -> assertThat(failure.reason()).isEqualTo(FailureReason.CRASH_LOOP));
    }

    @Test
    void startsTheCountAnewAfterAStableTime() {
        Worker stable = started(0, 1).crashed(NOON, CONFIG).ready(NOON.minusSeconds(61));

        assertThat(stable.crashed(NOON, CONFIG).failures()).isEqualTo(1);
    }

    @Test
    void stopsTheHighestWhenThereAreTooMany() {
        assertThat(plan(1, 1, ready(0, 1), ready(1, 1)).actions())
                .containsExactly(new Stop(ready(1, 1).worker()));
    }

    @Test
    void killsWhatDoesNotStopInTime() {
        Worker late = started(1, 1).stopping(NOON.minusSeconds(1));

        assertThat(plan(1, 1, ready(0, 1), new SeenWorker(late, true, false, Duration.ZERO))
                        .actions())
                .containsExactly(new Kill(late));
    }

    @Test
    void forgetsWhatStopped() {
        Worker stopped = started(1, 1).stopping(NOON.plusSeconds(1));

        assertThat(plan(1, 1, ready(0, 1), dead(stopped)).actions()).containsExactly(new Forget(stopped));
    }

    @Test
    void killsWhatDoesNotComeUpInTime() {
        Worker stuck =
                started(0, 1).relaunched("later", 100, NOON.minusSeconds(60)).running(process(1));

        assertThat(plan(1, 1, new SeenWorker(stuck, true, false, Duration.ZERO)).actions())
                .containsExactly(new Kill(stuck));
    }

    @Test
    void countsTheTimeToStartFromTheArrivalOfTheModel() {
        Worker fetching =
                started(0, 1).relaunched("later", 100, NOON.minusSeconds(60)).running(process(1));

        assertThat(plan(1, 1, arriving(fetching, NOON.minusSeconds(19))).actions())
                .isEmpty();
        assertThat(plan(1, 1, arriving(fetching, NOON.minusSeconds(20))).actions())
                .containsExactly(new Kill(fetching));
    }

    @Test
    void killsWhatFetchesForEver() {
        Worker fetching = started(0, 1)
                .relaunched("later", 100, NOON.minus(CONFIG.fetchTimeout()))
                .running(process(1));

        assertThat(plan(1, 1, arriving(fetching, NOON)).actions()).containsExactly(new Kill(fetching));
    }

    @Test
    void replacesOneWorkerAtATimeTheNewOneFirst() {
        assertThat(plan(2, 2, ready(0, 1), ready(1, 1)).actions()).containsExactly(new Launch(2));
        assertThat(plan(2, 2, ready(0, 1), ready(1, 1), starting(2, 2)).actions())
                .isEmpty();
        assertThat(plan(2, 2, ready(0, 1), ready(1, 1), ready(2, 2)).actions())
                .containsExactly(new Stop(ready(0, 1).worker()), new Launch(3));
        assertThat(plan(2, 2, ready(1, 1), ready(2, 2), ready(3, 2)).actions())
                .containsExactly(new Stop(ready(1, 1).worker()));
        assertThat(plan(2, 2, ready(2, 2), ready(3, 2)).actions()).isEmpty();
    }

    @Test
    void letsOneOldWorkerGoFirstWhereThereIsNoRoomForBoth() {
        LocalPlan plan = withRoom(new LocalPlan.Room(0, 0), ready(0, 1));

        assertThat(plan.actions()).containsExactly(new Stop(ready(0, 1).worker()));
        assertThat(plan.failure()).isNull();
        Worker leaving = started(0, 1).stopping(NOON.plusSeconds(9));
        assertThat(withRoom(new LocalPlan.Room(0, 0), new SeenWorker(leaving, true, false, Duration.ZERO)))
                .isEqualTo(new LocalPlan(List.of(new Stop(leaving)), null));
    }

    @Test
    void keepsTheOldWorkerWhenItsSuccessorDoesNotFitEvenInItsPlaceAndSaysSo() {
        LocalPlan plan =
                LocalPlan.of(placement(1, 2), List.of(ready(0, 1)), 400, new LocalPlan.Room(1, 200), NOON, CONFIG);

        assertThat(plan.actions()).isEmpty();
        assertThat(plan.failure())
                .satisfies(failure -> assertThat(failure.reason()).isEqualTo(FailureReason.NO_CAPACITY));
    }

    @Test
    void replacesAWorkerOfAnOldRevisionThatNeverCameUp() {
        Worker stuck = started(0, 1);

        assertThat(plan(1, 2, new SeenWorker(stuck, true, false, Duration.ZERO)).actions())
                .containsExactly(new Stop(stuck), new Launch(1));
    }

    @Test
    void launchesNothingWhenNotAllFitAndNoneTakesCallsAndSaysSo() {
        LocalPlan plan = LocalPlan.of(placement(3, 1), List.of(), 400, ROOM, NOON, CONFIG);

        assertThat(plan.actions()).isEmpty();
        assertThat(plan.failure())
                .satisfies(failure -> assertThat(failure.reason()).isEqualTo(FailureReason.NO_CAPACITY));
    }

    @Test
    void growsByWhatFitsOnceItTakesCallsAndSaysWhatIsMissing() {
        LocalPlan plan = LocalPlan.of(placement(4, 1), List.of(ready(0, 1)), 400, ROOM, NOON, CONFIG);

        assertThat(plan.actions()).containsExactly(new Launch(1), new Launch(2));
        assertThat(plan.failure())
                .satisfies(failure -> assertThat(failure.reason()).isEqualTo(FailureReason.NO_CAPACITY));
    }

    @Test
    void killsAWorkerThatWasReadyAndSaysNothingForLong() {
        Worker hung = ready(0, 1).worker();

        assertThat(plan(
                                1,
                                1,
                                new SeenWorker(
                                        hung, true, false, CONFIG.hungAfter().minusMillis(1)))
                        .actions())
                .isEmpty();
        assertThat(plan(1, 1, new SeenWorker(hung, true, false, CONFIG.hungAfter()))
                        .actions())
                .containsExactly(new Kill(hung));
    }

    @Test
    void givesAWorkerThatLoadsAllItsTimeToStart() {
        assertThat(plan(1, 1, new SeenWorker(started(0, 1), true, false, Duration.ofHours(1)))
                        .actions())
                .isEmpty();
    }

    @Test
    void removalStopsWhatRunsAndForgetsWhatDoesNot() {
        Worker dead = started(1, 1);

        assertThat(LocalPlan.removal(List.of(ready(0, 1), dead(dead)), NOON).actions())
                .containsExactly(new Stop(ready(0, 1).worker()), new Forget(dead));
    }

    private static LocalPlan withRoom(LocalPlan.Room room, SeenWorker... seen) {
        return LocalPlan.of(placement(1, 2), List.of(seen), 100, room, NOON, CONFIG);
    }

    private static SeenWorker starting(int index, int revision) {
        return new SeenWorker(started(index, revision), true, false, Duration.ZERO);
    }

    private static LocalPlan plan(int replicas, int revision, SeenWorker... seen) {
        return LocalPlan.of(placement(replicas, revision), List.of(seen), 100, ROOM, NOON, CONFIG);
    }

    private static Placement placement(int replicas, int revision) {
        return new Placement(
                "dep_1",
                revision,
                replicas,
                Accelerator.parse("CPU:0:0:-"),
                1,
                "m",
                "m",
                new Weights("file:///m.gguf", "00", "gguf", "MIT"),
                2_048);
    }

    private static Worker intended(int index, int revision) {
        return Worker.planned(placement(1, revision), index, "launch", 9_500 + 2 * index, 100, NOON);
    }

    private static Worker started(int index, int revision) {
        return intended(index, revision).running(process(1_000 + index));
    }

    private static ProcessIdentity process(long pid) {
        return new ProcessIdentity(pid, 5, "a-boot");
    }

    private static SeenWorker ready(int index, int revision) {
        return new SeenWorker(started(index, revision).ready(NOON), true, true, Duration.ZERO);
    }

    private static SeenWorker arriving(Worker worker, Instant at) {
        return new SeenWorker(worker, true, false, Duration.ZERO, at);
    }

    private static SeenWorker dead(Worker worker) {
        return SeenWorker.gone(worker);
    }
}
