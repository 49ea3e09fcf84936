package ai.radium.deployment.adapters;

import static org.assertj.core.api.Assertions.assertThat;

import ai.radium.contracts.deployment.RoutesChanged;
import ai.radium.deployment.runtime.Adapter;
import ai.radium.deployment.runtime.Replica;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class AdapterPlanTest {
    private static final Adapter OLD = adapter("ft:small:acct_1:old:1");
    private static final Adapter NEW = adapter("ft:small:acct_1:new:2");
    private static final List<RoutesChanged.Adapter> NOTHING_TOLD = List.of();

    @Test
    void loadsTheNewestOnEveryReplicaBeforeTheNextOne() {
        AdapterPlan plan = AdapterPlan.of(
                List.of(NEW, OLD), NOTHING_TOLD, List.of(replica("r1-0", Set.of()), replica("r1-1", Set.of())));

        assertThat(words(plan))
                .containsExactly(
                        "load r1-0 " + NEW.id(),
                        "load r1-1 " + NEW.id(),
                        "load r1-0 " + OLD.id(),
                        "load r1-1 " + OLD.id());
        assertThat(plan.answered()).isEmpty();
    }

    @Test
    void tellsOfAnAdapterOnceAReplicaHasIt() {
        AdapterPlan plan = AdapterPlan.of(
                List.of(NEW), NOTHING_TOLD, List.of(replica("r1-0", Set.of(NEW.id())), replica("r1-1", Set.of())));

        assertThat(plan.answered()).containsExactly(new RoutesChanged.Adapter(NEW.id(), "acct_1"));
        assertThat(plan.loaded()).isEqualTo(Map.of("r1-0", List.of(NEW.id()), "r1-1", List.of()));
        assertThat(words(plan)).containsExactly("load r1-1 " + NEW.id());
    }

    @Test
    void tellsOnOfAnAdapterThatIsOnItsWayBack() {
        AdapterPlan plan = AdapterPlan.of(List.of(NEW), List.of(told(NEW)), List.of(replica("r1-0", Set.of())));

        assertThat(plan.answered()).containsExactly(told(NEW));
        assertThat(plan.loaded()).isEqualTo(Map.of("r1-0", List.of()));
        assertThat(words(plan)).containsExactly("load r1-0 " + NEW.id());
    }

    @Test
    void tellsNobodyOfWhatIsUnloadedAndUnloadsFirst() {
        AdapterPlan plan = AdapterPlan.of(List.of(NEW), List.of(told(OLD)), List.of(replica("r1-0", Set.of(OLD.id()))));

        assertThat(plan.answered()).isEmpty();
        assertThat(plan.loaded()).isEqualTo(Map.of("r1-0", List.of()));
        assertThat(words(plan)).containsExactly("unload r1-0 " + OLD.id(), "load r1-0 " + NEW.id());
    }

    @Test
    void leavesAReplicaAloneThatGivesNoAnswer() {
        SeenReplica silent =
                new SeenReplica(new Replica("r1-0", "127.0.0.1:1", 1, true, List.of(OLD.id(), NEW.id())), null);

        AdapterPlan plan = AdapterPlan.of(List.of(NEW), List.of(told(OLD), told(NEW)), List.of(silent));

        assertThat(plan.steps()).isEmpty();
        assertThat(plan.loaded()).isEqualTo(Map.of("r1-0", List.of(NEW.id())));
        assertThat(plan.answered()).containsExactly(told(NEW));
    }

    private static List<String> words(AdapterPlan plan) {
        return plan.steps().stream()
                .map(step -> step.word() + " " + step.replica().id() + " " + step.adapterId())
                .toList();
    }

    private static SeenReplica replica(String id, @Nullable Set<String> loaded) {
        return new SeenReplica(new Replica(id, "127.0.0.1:1", 1, true), loaded);
    }

    private static RoutesChanged.Adapter told(Adapter adapter) {
        return new RoutesChanged.Adapter(adapter.id(), adapter.account());
    }

    private static Adapter adapter(String id) {
        return new Adapter(id, "acct_1", "file:///adapters/" + id, "00");
    }
}
