package ai.radium.deployment.local;

import ai.radium.deployment.runtime.Failure;
import ai.radium.deployment.runtime.FailureReason;
import ai.radium.deployment.runtime.Placement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * What to do next about a deployment's workers: pure.
 *
 * @param failure what keeps a replica from running
 */
record LocalPlan(List<Action> actions, @Nullable Failure failure) {
    static final LocalPlan NOTHING = new LocalPlan(List.of(), null);

    LocalPlan {
        actions = List.copyOf(actions);
    }

    /** What this machine has left for further workers. */
    record Room(int workers, long memoryMib) {}

    /** @param workerMib memory that one more worker needs, MiB */
    static LocalPlan of(
            Placement desired, List<SeenWorker> seen, long workerMib, Room room, Instant now, LocalConfig config) {
        List<Action> actions = new ArrayList<>();
        for (SeenWorker worker : seen) {
            Action action =
                    worker.alive() ? forAlive(worker, desired, now, config) : forDead(worker.worker(), desired, now);
            if (action != null) {
                actions.add(action);
            }
        }
        replaceOneOld(desired, seen, actions);
        Failure failure = crashLoop(seen, config);
        int launches = launch(desired, seen, workerMib, room, actions);
        return new LocalPlan(actions, failure == null ? shortage(launches, workerMib, room, config) : failure);
    }

    /** What to do until nothing is left. */
    static LocalPlan removal(List<SeenWorker> seen, Instant now) {
        return new LocalPlan(seen.stream().map(worker -> away(worker, now)).toList(), null);
    }

    /** Whether this plan takes the worker out of service. */
    boolean stops(Worker worker) {
        return actions.contains(new Action.Stop(worker)) || actions.contains(new Action.Kill(worker));
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

    private static @Nullable Action forAlive(SeenWorker seen, Placement desired, Instant now, LocalConfig config) {
        Worker worker = seen.worker();
        boolean isOld = worker.revision() != desired.revision();
        if (worker.stopBy() != null || worker.index() >= desired.replicas() || (isOld && !seen.ready())) {
            return away(seen, now);
        }
        if (worker.readyAt() != null && seen.silentFor().compareTo(config.hungAfter()) >= 0) {
            return new Action.Kill(worker);
        }
        if (seen.ready()) {
            return worker.readyAt() == null ? new Action.MarkReady(worker) : null;
        }
        return worker.readyAt() == null && isLate(seen, now, config) ? new Action.Kill(worker) : null;
    }

    /** The time to start counts from the arrival of its model, which has a longer limit of its own. */
    private static boolean isLate(SeenWorker seen, Instant now, LocalConfig config) {
        Instant launched = seen.worker().launchedAt();
        Instant arrived = seen.fetchingAt() == null ? launched : seen.fetchingAt();
        return !arrived.plus(config.startTimeout()).isAfter(now)
                || !launched.plus(config.fetchTimeout()).isAfter(now);
    }

    private static @Nullable Action forDead(Worker worker, Placement desired, Instant now) {
        boolean isWanted = worker.stopBy() == null
                && worker.index() < desired.replicas()
                && worker.revision() == desired.revision();
        if (!isWanted) {
            return new Action.Forget(worker);
        }
        if (worker.process() == null) {
            return new Action.Relaunch(worker);
        }
        if (worker.retryAt() == null) {
            return new Action.MarkCrashed(worker);
        }
        return worker.retryAt().isAfter(now) ? null : new Action.Relaunch(worker);
    }

    /** A ready worker of an older revision goes only while all others take calls. */
    private static void replaceOneOld(Placement desired, List<SeenWorker> seen, List<Action> actions) {
        boolean allReady = seen.stream()
                        .filter(worker -> worker.ready() && worker.worker().stopBy() == null)
                        .count()
                >= desired.replicas();
        if (allReady) {
            seen.stream()
                    .map(SeenWorker::worker)
                    .filter(worker -> worker.index() < desired.replicas() && worker.revision() != desired.revision())
                    .findFirst()
                    .ifPresent(worker -> actions.add(new Action.Stop(worker)));
        }
    }

    /** Adds what fits, or nothing if not all fit and none takes calls yet; gives back how many were not added. */
    private static int launch(
            Placement desired, List<SeenWorker> seen, long workerMib, Room room, List<Action> actions) {
        Set<Integer> taken = new HashSet<>();
        seen.forEach(worker -> taken.add(worker.worker().index()));
        List<Integer> missing = IntStream.range(0, desired.replicas())
                .filter(index -> !taken.contains(index))
                .boxed()
                .toList();
        int fitting = Math.clamp(
                workerMib == 0 ? missing.size() : room.memoryMib() / workerMib,
                0,
                Math.min(missing.size(), Math.max(0, room.workers())));
        boolean isServing = seen.stream().anyMatch(SeenWorker::ready);
        int launched = fitting == missing.size() || isServing ? fitting : 0;
        missing.subList(0, launched).forEach(index -> actions.add(new Action.Launch(index)));
        return missing.size() - launched;
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
