package ai.radium.deployment.local;

import static org.assertj.core.api.Assertions.assertThat;

import ai.radium.contracts.model.ModelChanged.Weights;
import ai.radium.deployment.runtime.Accelerator;
import ai.radium.deployment.runtime.Placement;
import ai.radium.process.ProcessIdentity;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

/** Plans carried out one after the other, from whatever a killed service may have left. */
class LocalPlanPropertyTest {
    private static final Instant NOON = Instant.parse("2026-11-25T12:00:00Z");
    private static final LocalConfig CONFIG = TestLocalConfig.in(Path.of("unused"));
    private static final int REVISION = 2;
    private static final long WORKER_MIB = 100;

    /** Longer than any way from one revision to the other. */
    private static final int MOST_STEPS = 60;

    enum Found {
        INTENDED,
        STARTING,
        READY,
        CRASHED,
        LEAVING,
        DEAD
    }

    record Start(int index, int revision, Found found) {}

    @Property
    void whateverIsThereThePlansEndWithAsManyReadyWorkersOfTheRevisionAsAreWanted(
            @ForAll("starts") List<Start> starts, @ForAll @IntRange(min = 1, max = 4) int wanted) {
        Machine machine = new Machine(wanted, Math.max(wanted, starts.size()), starts);

        for (int step = 0; step < MOST_STEPS && !machine.isDone(); step++) {
            machine.act(machine.plan());
        }

        assertThat(machine.isDone()).as("%s", machine.workers).isTrue();
        assertThat(machine.plan()).isEqualTo(LocalPlan.NOTHING);
    }

    @Property
    void withRoomForOneMoreThereAreNeverFewerReadyWorkersThanBeforeOrThanAreWanted(
            @ForAll("starts") List<Start> starts, @ForAll @IntRange(min = 1, max = 4) int wanted) {
        Machine machine = new Machine(wanted, wanted + starts.size() + 1, starts);

        for (int step = 0; step < MOST_STEPS && !machine.isDone(); step++) {
            int floor = Math.min(wanted, machine.ready());
            machine.act(machine.plan());
            assertThat(machine.ready()).as("%s", machine.workers).isGreaterThanOrEqualTo(floor);
        }
    }

    @Property
    void neverHasMoreWorkersThanTheMachineHasRoomFor(
            @ForAll("starts") List<Start> starts,
            @ForAll @IntRange(min = 1, max = 4) int wanted,
            @ForAll @IntRange(min = 1, max = 6) int room) {
        Machine machine = new Machine(wanted, Math.max(room, starts.size()), starts);

        for (int step = 0; step < MOST_STEPS; step++) {
            machine.act(machine.plan());
            assertThat(machine.workers).hasSizeLessThanOrEqualTo(machine.places);
        }
    }

    @Property
    void aPlanDoesOneThingAtMostWithAWorker(
            @ForAll("starts") List<Start> starts, @ForAll @IntRange(min = 1, max = 4) int wanted) {
        Machine machine = new Machine(wanted, 8, starts);

        assertThat(machine.plan().actions().stream().map(LocalPlanPropertyTest::index))
                .doesNotHaveDuplicates();
    }

    @Provide
    Arbitrary<List<Start>> starts() {
        return Combinators.combine(
                        Arbitraries.integers().between(0, 7),
                        Arbitraries.integers().between(1, REVISION),
                        Arbitraries.of(Found.class))
                .as(Start::new)
                .list()
                .uniqueElements(Start::index)
                .ofMaxSize(6);
    }

    private static int index(Action action) {
        return switch (action) {
            case Action.Launch launch -> launch.index();
            case Action.Relaunch relaunch -> relaunch.worker().index();
            case Action.MarkReady mark -> mark.worker().index();
            case Action.MarkCrashed mark -> mark.worker().index();
            case Action.Stop stop -> stop.worker().index();
            case Action.Kill kill -> kill.worker().index();
            case Action.Forget forget -> forget.worker().index();
        };
    }

    /** Workers that come up by the next look and end by the next look. */
    private static final class Machine {
        private final TreeMap<Integer, SeenWorker> workers = new TreeMap<>();
        private final int wanted;
        private final int places;

        Machine(int wanted, int places, List<Start> starts) {
            this.wanted = wanted;
            this.places = places;
            starts.forEach(start -> workers.put(start.index(), found(start)));
        }

        LocalPlan plan() {
            LocalPlan.Room room = new LocalPlan.Room(places - workers.size(), (places - workers.size()) * WORKER_MIB);
            return LocalPlan.of(placement(wanted), List.copyOf(workers.values()), WORKER_MIB, room, NOON, CONFIG);
        }

        boolean isDone() {
            return workers.size() == wanted
                    && workers.values().stream()
                            .allMatch(seen -> seen.ready()
                                    && seen.worker().readyAt() != null
                                    && seen.worker().stopBy() == null
                                    && seen.worker().revision() == REVISION);
        }

        int ready() {
            return (int) workers.values().stream()
                    .filter(seen -> seen.ready() && seen.worker().stopBy() == null)
                    .count();
        }

        void act(LocalPlan plan) {
            List<Integer> before = new ArrayList<>(workers.keySet());
            plan.actions().forEach(this::act);
            before.forEach(index -> workers.computeIfPresent(index, (same, seen) -> later(seen)));
        }

        private void act(Action action) {
            switch (action) {
                case Action.Launch launch -> workers.put(launch.index(), alive(running(launch.index(), REVISION)));
                case Action.Relaunch relaunch ->
                    put(alive(process(relaunch.worker().relaunched("again", WORKER_MIB, NOON))));
                case Action.MarkReady mark -> put(new SeenWorker(mark.worker().ready(NOON), true, true, Duration.ZERO));
                case Action.MarkCrashed mark ->
                    put(SeenWorker.gone(mark.worker().crashed(NOON, CONFIG)));
                case Action.Stop stop -> put(alive(stop.worker().stopping(NOON.plusSeconds(5))));
                case Action.Kill kill -> put(SeenWorker.gone(kill.worker()));
                case Action.Forget forget -> workers.remove(forget.worker().index());
            }
        }

        private void put(SeenWorker seen) {
            workers.put(seen.worker().index(), seen);
        }

        private static SeenWorker later(SeenWorker seen) {
            if (seen.worker().stopBy() != null) {
                return SeenWorker.gone(seen.worker());
            }
            return seen.alive() ? new SeenWorker(seen.worker(), true, true, Duration.ZERO) : seen;
        }

        private static SeenWorker found(Start start) {
            Worker worker = running(start.index(), start.revision());
            return switch (start.found()) {
                case INTENDED -> SeenWorker.gone(intended(start.index(), start.revision()));
                case STARTING -> alive(worker);
                case READY -> new SeenWorker(worker.ready(NOON), true, true, Duration.ZERO);
                case CRASHED -> SeenWorker.gone(worker.crashed(NOON, CONFIG));
                case LEAVING -> alive(worker.stopping(NOON.plusSeconds(5)));
                case DEAD -> SeenWorker.gone(worker);
            };
        }

        private static SeenWorker alive(Worker worker) {
            return new SeenWorker(worker, true, false, Duration.ZERO);
        }

        private static Worker running(int index, int revision) {
            return process(intended(index, revision));
        }

        private static Worker process(Worker worker) {
            return worker.running(new ProcessIdentity(1_000 + worker.index(), 5, "this boot"));
        }

        private static Worker intended(int index, int revision) {
            Worker planned = Worker.planned(placement(1), index, "launch", 9_500 + 2 * index, WORKER_MIB, NOON);
            return new Worker(
                    planned.deployment(),
                    index,
                    revision,
                    planned.launch(),
                    planned.port(),
                    planned.memoryMib(),
                    NOON,
                    null,
                    null,
                    0,
                    null,
                    null);
        }

        private static Placement placement(int replicas) {
            return new Placement(
                    "dep_1",
                    REVISION,
                    replicas,
                    Accelerator.parse("CPU:0:0:-"),
                    1,
                    "m",
                    "m",
                    new Weights("file:///m.gguf", "00", "gguf", "MIT"),
                    2_048);
        }
    }
}
