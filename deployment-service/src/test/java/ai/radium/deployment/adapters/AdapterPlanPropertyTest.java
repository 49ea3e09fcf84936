package ai.radium.deployment.adapters;

import static org.assertj.core.api.Assertions.assertThat;

import ai.radium.contracts.deployment.RoutesChanged;
import ai.radium.deployment.runtime.Adapter;
import ai.radium.deployment.runtime.Replica;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Plans carried out one step at a time, from whatever a killed service may have left, while replicas are started again. */
class AdapterPlanPropertyTest {
    private static final List<String> IDS = List.of("a", "b", "c", "d");
    private static final int REPLICAS = 3;

    /** Every unload, every load, and the loads that so many restarts cost. */
    private static final int MOST_STEPS = 3 * REPLICAS * IDS.size();

    @Property
    void whateverIsLoadedThePlansEndWithWhatIsWantedAndSendNobodyToWhatIsNotThere(
            @ForAll("sets") List<Set<String>> found,
            @ForAll("sets") List<Set<String>> wantedSets,
            @ForAll("restarts") List<Integer> restarts) {
        List<Adapter> wanted = wantedSets.getFirst().stream()
                .sorted()
                .map(id -> new Adapter(id, "acct_1", "file:///" + id, "00"))
                .toList();
        List<Set<String>> workers =
                new ArrayList<>(found.stream().<Set<String>>map(HashSet::new).toList());
        List<RoutesChanged.Adapter> told = List.of();
        List<Integer> stillToRestart = new ArrayList<>(restarts);

        int steps = 0;
        for (AdapterPlan plan = plan(wanted, told, workers);
                !plan.steps().isEmpty();
                plan = plan(wanted, told, workers)) {
            told = plan.answered();
            take(plan.steps().getFirst(), workers, plan);
            if (!stillToRestart.isEmpty()) {
                workers.get(stillToRestart.removeFirst()).clear();
            }
            assertThat(++steps).isLessThanOrEqualTo(MOST_STEPS);
        }

        Set<String> ids = new HashSet<>(wantedSets.getFirst());
        assertThat(workers).allSatisfy(loaded -> assertThat(loaded).isEqualTo(ids));
        assertThat(plan(wanted, told, workers).answered())
                .extracting(RoutesChanged.Adapter::model)
                .containsExactlyInAnyOrderElementsOf(ids);
    }

    /** What is told before a step is done is true before it and after it. */
    private static void take(AdapterStep step, List<Set<String>> workers, AdapterPlan plan) {
        assertIsThere(plan, workers);
        Set<String> worker = workers.get(Integer.parseInt(step.replica().id()));
        switch (step) {
            case AdapterStep.Load load -> worker.add(load.adapterId());
            case AdapterStep.Unload unload -> worker.remove(unload.adapterId());
        }
        assertIsThere(plan, workers);
    }

    private static void assertIsThere(AdapterPlan plan, List<Set<String>> workers) {
        IntStream.range(0, workers.size())
                .forEach(index -> assertThat(workers.get(index))
                        .containsAll(Objects.requireNonNull(plan.loaded().get(Integer.toString(index)))));
    }

    private static AdapterPlan plan(List<Adapter> wanted, List<RoutesChanged.Adapter> told, List<Set<String>> workers) {
        return AdapterPlan.of(
                wanted,
                told,
                IntStream.range(0, workers.size())
                        .mapToObj(index -> new SeenReplica(
                                new Replica(Integer.toString(index), "127.0.0.1:1", 1, true), workers.get(index)))
                        .toList());
    }

    @Provide
    Arbitrary<List<Set<String>>> sets() {
        return Arbitraries.of(IDS).set().list().ofMinSize(1).ofMaxSize(REPLICAS);
    }

    @Provide
    Arbitrary<List<Integer>> restarts() {
        return Arbitraries.just(0).list().ofMaxSize(REPLICAS);
    }
}
