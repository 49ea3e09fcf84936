package ai.radium.deployment.adapters;

import ai.radium.contracts.deployment.RoutesChanged;
import ai.radium.deployment.runtime.Adapter;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What to tell callers of a deployment's adapters, and what to do about them: pure. First it is told, then the steps are done; so
 * nobody is sent to an adapter that is not loaded yet, or that is about to go.
 *
 * @param answered wanted ones that a replica has, or had: while none has it, it is on its way back
 * @param loaded wanted ones by replica
 * @param steps unloads first, then loads, the newest adapter on every replica before the next one
 */
record AdapterPlan(List<RoutesChanged.Adapter> answered, Map<String, List<String>> loaded, List<AdapterStep> steps) {
    AdapterPlan {
        answered = List.copyOf(answered);
        loaded = Map.copyOf(loaded);
        steps = List.copyOf(steps);
    }

    /**
     * @param wanted the newest first
     * @param told what callers know by now
     */
    static AdapterPlan of(List<Adapter> wanted, List<RoutesChanged.Adapter> told, List<SeenReplica> seen) {
        Set<String> ids = wanted.stream().map(Adapter::id).collect(Collectors.toSet());
        Map<String, List<String>> loaded =
                seen.stream().collect(Collectors.toMap(each -> each.replica().id(), each -> kept(each, ids)));
        Set<String> known = Stream.concat(
                        told.stream().map(RoutesChanged.Adapter::model),
                        loaded.values().stream().flatMap(Collection::stream))
                .collect(Collectors.toSet());
        return new AdapterPlan(
                wanted.stream()
                        .filter(adapter -> known.contains(adapter.id()))
                        .map(adapter -> new RoutesChanged.Adapter(adapter.id(), adapter.account()))
                        .toList(),
                loaded,
                Stream.concat(unloads(ids, seen), loads(wanted, seen)).toList());
    }

    /** One that gives no answer is believed to have what it had. */
    private static List<String> kept(SeenReplica seen, Set<String> wanted) {
        Collection<String> there = seen.loaded() == null ? seen.replica().adapters() : seen.loaded();
        return there.stream().filter(wanted::contains).sorted().toList();
    }

    private static Set<String> said(SeenReplica seen) {
        return seen.loaded() == null ? Set.of() : seen.loaded();
    }

    private static Stream<AdapterStep> unloads(Set<String> wanted, List<SeenReplica> seen) {
        return seen.stream()
                .flatMap(each -> said(each).stream()
                        .filter(id -> !wanted.contains(id))
                        .sorted()
                        .map(id -> new AdapterStep.Unload(each.replica(), id)));
    }

    private static Stream<AdapterStep> loads(List<Adapter> wanted, List<SeenReplica> seen) {
        return wanted.stream()
                .flatMap(adapter -> seen.stream()
                        .filter(each -> each.loaded() != null && !each.loaded().contains(adapter.id()))
                        .map(each -> new AdapterStep.Load(each.replica(), adapter)));
    }
}
