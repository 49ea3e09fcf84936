package ai.radium.deployment;

import ai.radium.contracts.deployment.RoutesChanged;
import ai.radium.deployment.runtime.Replica;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/**
 * How far what should run has come.
 *
 * @param revision grows whenever running replicas have to be replaced
 * @param failures in a row; 0 once it ran, or its owner changed or started it
 * @param replicas that take calls
 * @param adapters fine-tuned models that it answers for, on those of the replicas that have them, by id
 */
record Rollout(int revision, int failures, List<Replica> replicas, List<RoutesChanged.Adapter> adapters) {
    Rollout {
        replicas = List.copyOf(replicas);
        adapters = adapters.stream()
                .sorted(Comparator.comparing(RoutesChanged.Adapter::model))
                .toList();
    }

    /** @param own the adapter without which no replica of it is ready, if its model is a fine-tuned one */
    static Rollout first(List<RoutesChanged.Adapter> own) {
        return new Rollout(1, 0, List.of(), own);
    }

    /** With every replica to be replaced. */
    Rollout next() {
        return new Rollout(revision + 1, failures, replicas, adapters);
    }

    Rollout failing(int times) {
        return new Rollout(revision, times, replicas, adapters);
    }

    /** What was loaded on a replica that stays is still there. */
    Rollout routing(List<Replica> ready) {
        return new Rollout(revision, failures, ready.stream().map(this::known).toList(), adapters);
    }

    /** @param loaded by replica */
    Rollout answering(List<RoutesChanged.Adapter> models, Map<String, List<String>> loaded) {
        List<Replica> holding = replicas.stream()
                .map(replica -> replica.with(loaded.getOrDefault(replica.id(), List.of())))
                .toList();
        return new Rollout(revision, failures, holding, models);
    }

    /** Whether exactly so many replicas take calls, all of this revision. */
    boolean isDone(int wanted) {
        return replicas.size() == wanted && replicas.stream().allMatch(replica -> replica.revision() == revision);
    }

    private Replica known(Replica seen) {
        return replicas.stream().filter(seen::isSameAs).findFirst().orElse(seen);
    }
}
