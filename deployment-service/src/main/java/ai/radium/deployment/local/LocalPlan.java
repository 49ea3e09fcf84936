package ai.radium.deployment.local;

import ai.radium.deployment.runtime.Failure;
import ai.radium.deployment.runtime.FailureReason;
import ai.radium.deployment.runtime.Placement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What to do next about a deployment's workers: pure.
 *
 * <p>Workers of an older revision are replaced one at a time: one more comes up first, where there is room for it; where
 * there is none, one old worker goes first, but only if its successor fits in its place.
 *
 * @param failure what keeps a replica from running
 */
record LocalPlan(List<Action> actions, @Nullable Failure failure) {
    static final LocalPlan NOTHING = new LocalPlan(List.of(), null);

    private static final Comparator<SeenWorker> BY_INDEX =
            Comparator.comparingInt(seen -> seen.worker().index());

    LocalPlan {
        actions = List.copyOf(actions);
    }

    /** What this machine has left for further workers. */
    record Room(int workers, long memoryMib) {
        /** How many of this size fit, of so many. */
        int fitting(long workerMib, int most) {
            long byMemory = workerMib == 0 ? most : memoryMib / workerMib;
            return Math.clamp(byMemory, 0, Math.min(most, Math.max(0, workers)));
        }

        Room without(Worker worker) {
            return new Room(workers + 1, memoryMib + worker.memoryMib());
        }
    }

    /** @param workerMib memory that one more worker needs, MiB */
    static LocalPlan of(
            Placement desired, List<SeenWorker> seen, long workerMib, Room room, Instant now, LocalConfig config) {
        Crew crew = Crew.of(desired, seen);
        List<Action> actions = new ArrayList<>();
        crew.unwanted().forEach(worker -> actions.add(away(worker, now)));
        crew.kept().forEach(worker -> actions.addAll(upkeep(worker, now, config)));

        List<Worker> replaced = crew.replaceable();
        int launches = launches(crew.missing(), crew.placesBeside(replaced.size()), crew.isServing(), workerMib, room);
        if (launches == 0 && crew.waitsForRoom() && room.without(crew.oldest()).fitting(workerMib, 1) == 1) {
            replaced = List.of(crew.oldest());
        }
        replaced.forEach(worker -> actions.add(new Action.Stop(worker)));
        crew.freeIndexes(launches).forEach(index -> actions.add(new Action.Launch(index)));

        int without = replaced.isEmpty() ? crew.without(launches) : 0;
        Failure failure = crashLoop(seen, config);
        return new LocalPlan(actions, failure == null ? shortage(without, workerMib, room, config) : failure);
    }

    /** What to do until nothing is left. */
    static LocalPlan removal(List<SeenWorker> seen, Instant now) {
        return new LocalPlan(seen.stream().map(worker -> away(worker, now)).toList(), null);
    }

    /** Whether this plan takes the worker out of service. */
    boolean stops(Worker worker) {
        return actions.contains(new Action.Stop(worker)) || actions.contains(new Action.Kill(worker));
    }

    /** How many replicas this plan adds. */
    int launches() {
        return (int) actions.stream().filter(Action.Launch.class::isInstance).count();
    }

    /**
     * The workers of a deployment, each in one part.
     *
     * @param kept of the wanted revision, as many as are wanted or fewer
     * @param old of another revision and taking calls, by index
     * @param unwanted on their way out, or of no use
     */
    private record Crew(
            int wanted, List<SeenWorker> kept, List<SeenWorker> old, List<SeenWorker> unwanted, Set<Integer> indexes) {
        static Crew of(Placement desired, List<SeenWorker> seen) {
            List<SeenWorker> current = seen.stream()
                    .filter(worker -> !isLeaving(worker) && isCurrent(worker, desired))
                    .sorted(Comparator.comparing(SeenWorker::ready).reversed().thenComparing(BY_INDEX))
                    .toList();
            List<SeenWorker> kept =
                    current.stream().limit(desired.replicas()).sorted(BY_INDEX).toList();
            List<SeenWorker> old = seen.stream()
                    .filter(worker -> !isLeaving(worker) && !isCurrent(worker, desired) && worker.ready())
                    .sorted(BY_INDEX)
                    .toList();
            List<SeenWorker> unwanted = seen.stream()
                    .filter(worker -> !kept.contains(worker) && !old.contains(worker))
                    .toList();
            return new Crew(
                    desired.replicas(),
                    kept,
                    old,
                    unwanted,
                    seen.stream().map(worker -> worker.worker().index()).collect(Collectors.toSet()));
        }

        int missing() {
            return wanted - kept.size();
        }

        boolean isServing() {
            return ready() > 0;
        }

        /** Old ones that others already stand in for. */
        List<Worker> replaceable() {
            return old.stream()
                    .limit(Math.clamp(ready() - wanted, 0, old.size()))
                    .map(SeenWorker::worker)
                    .toList();
        }

        /** One worker more than are wanted may run during a replacement. */
        int placesBeside(int replaced) {
            int staying = old.size() - replaced;
            return wanted + (staying > 0 ? 1 : 0) - kept.size() - staying;
        }

        /** Whether nothing else can be done but to let an old one go before its successor is there. */
        boolean waitsForRoom() {
            return missing() > 0
                    && !old.isEmpty()
                    && ready() >= wanted
                    && kept.stream().allMatch(SeenWorker::ready)
                    && unwanted.isEmpty();
        }

        Worker oldest() {
            return old.getFirst().worker();
        }

        /** How many replicas neither run, nor start, nor wait for the room of one that leaves. */
        int without(int launches) {
            boolean isBlocked = waitsForRoom() && launches == 0;
            int covered = isBlocked ? kept.size() : kept.size() + old.size() + unwanted.size() + launches;
            return Math.max(0, wanted - covered);
        }

        Stream<Integer> freeIndexes(int count) {
            return IntStream.iterate(0, index -> index + 1)
                    .filter(index -> !indexes.contains(index))
                    .limit(count)
                    .boxed();
        }

        private int ready() {
            return (int) Stream.of(kept, old)
                    .flatMap(Collection::stream)
                    .filter(SeenWorker::ready)
                    .count();
        }

        private static boolean isLeaving(SeenWorker seen) {
            return seen.worker().stopBy() != null;
        }

        private static boolean isCurrent(SeenWorker seen, Placement desired) {
            return seen.worker().revision() == desired.revision();
        }
    }

    /** What fits; or nothing if not all fit and none takes calls yet. */
    private static int launches(int missing, int places, boolean isServing, long workerMib, Room room) {
        int asked = Math.clamp(places, 0, missing);
        int fitting = room.fitting(workerMib, asked);
        return fitting == asked || isServing ? fitting : 0;
    }

    private static Action away(SeenWorker seen, Instant now) {
        Worker worker = seen.worker();
        if (!seen.alive()) {
            return new Action.Forget(worker);
        }
        return worker.stopBy() != null && !worker.stopBy().isAfter(now)
                ? new Action.Kill(worker)
                : new Action.Stop(worker);
    }

    private static List<Action> upkeep(SeenWorker seen, Instant now, LocalConfig config) {
        return seen.alive() ? ofAlive(seen, now, config) : ofDead(seen.worker(), now);
    }

    private static List<Action> ofAlive(SeenWorker seen, Instant now, LocalConfig config) {
        Worker worker = seen.worker();
        if (worker.readyAt() != null && seen.silentFor().compareTo(config.hungAfter()) >= 0) {
            return List.of(new Action.Kill(worker));
        }
        if (seen.ready()) {
            return worker.readyAt() == null ? List.of(new Action.MarkReady(worker)) : List.of();
        }
        return worker.readyAt() == null && isLate(seen, now, config) ? List.of(new Action.Kill(worker)) : List.of();
    }

    /** The time to start counts from the arrival of its model, which has a longer limit of its own. */
    private static boolean isLate(SeenWorker seen, Instant now, LocalConfig config) {
        Instant launched = seen.worker().launchedAt();
        Instant arrived = seen.fetchingAt() == null ? launched : seen.fetchingAt();
        return !arrived.plus(config.startTimeout()).isAfter(now)
                || !launched.plus(config.fetchTimeout()).isAfter(now);
    }

    private static List<Action> ofDead(Worker worker, Instant now) {
        if (worker.process() == null) {
            return List.of(new Action.Relaunch(worker));
        }
        if (worker.retryAt() == null) {
            return List.of(new Action.MarkCrashed(worker));
        }
        return worker.retryAt().isAfter(now) ? List.of() : List.of(new Action.Relaunch(worker));
    }

    private static @Nullable Failure shortage(int without, long workerMib, Room room, LocalConfig config) {
        return without == 0
                ? null
                : new Failure(
                        FailureReason.NO_CAPACITY,
                        without + " more workers of " + workerMib + " MiB are needed; this machine has room for "
                                + Math.max(0, room.workers()) + " of " + config.maxWorkers() + " workers and "
                                + Math.max(0, room.memoryMib()) + " of " + config.memoryMib() + " MiB");
    }

    private static @Nullable Failure crashLoop(List<SeenWorker> seen, LocalConfig config) {
        return seen.stream()
                .filter(worker -> !worker.ready() && worker.worker().failures() >= config.crashLoopAfter())
                .findFirst()
                .map(worker -> new Failure(
                        FailureReason.CRASH_LOOP,
                        "replica " + worker.worker().replicaId() + " crashed "
                                + worker.worker().failures() + " times in a row"))
                .orElse(null);
    }
}
