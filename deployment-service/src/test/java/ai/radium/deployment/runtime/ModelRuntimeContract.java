package ai.radium.deployment.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What every place that runs replicas must do. A subclass provides the place, and looks into it from outside. */
public abstract class ModelRuntimeContract {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Duration BEAT = Duration.ofMillis(100);

    /** The place under test. */
    protected abstract ModelRuntime runtime();

    /** The same place as a restarted service would open it. */
    protected abstract ModelRuntime reopened();

    /** A deployment of its own with weights that load. */
    protected abstract Placement placement(int replicas, int revision);

    /** A deployment that the place has no room for. */
    protected abstract Placement tooLarge();

    /** Ends a replica behind the runtime's back. */
    protected abstract void destroy(Placement desired, Replica replica);

    /** Names of whatever there is of the deployment, seen from outside the runtime. */
    protected abstract List<String> remains(Placement desired);

    @Test
    void startsEveryReplicaAndSaysWhereItIs() {
        Placement desired = placement(2, 1);

        Observation seen = settle(desired);

        assertThat(seen.failure()).isNull();
        assertThat(seen.ready())
                .extracting(Replica::address)
                .doesNotHaveDuplicates()
                .allMatch(address -> address.matches("[0-9.]+:[0-9]+"));
    }

    @Test
    void growsAndShrinks() {
        Placement one = placement(1, 1);
        settle(one);
        settle(withReplicas(one, 2));

        assertThat(settle(one).replicas()).hasSize(1);
    }

    @Test
    void replacesReplicasOfAnOldRevision() {
        Placement first = placement(1, 1);
        List<Replica> before = settle(first).ready();

        List<Replica> after = settle(withRevision(first, 2)).ready();

        assertThat(after).extracting(Replica::id).doesNotContainAnyElementsOf(ids(before));
    }

    @Test
    void bringsTheNewReplicaBeforeTheOnlyOldOneGoes() {
        Placement first = placement(1, 1);
        settle(first);
        Placement second = withRevision(first, 2);

        await().atMost(PATIENCE).pollInterval(BEAT).until(() -> {
            runtime().plan(second).execute();
            List<Replica> ready = observed(second).ready();
            assertThat(ready).as("replicas that take calls").isNotEmpty();
            return ready.stream().allMatch(replica -> replica.revision() == 2);
        });
    }

    @Test
    void aPlanThatIsExecutedTwiceDoesNothingTwice() {
        Placement desired = placement(2, 1);
        await().atMost(PATIENCE).pollInterval(BEAT).until(() -> {
            Plan plan = runtime().plan(desired);
            plan.execute();
            plan.execute();
            return plan.observation().ready().size() == 2;
        });

        assertThat(observed(desired).replicas()).hasSize(2);
    }

    @Test
    void replacesAReplicaThatEndedByItselfAndTellsOfIt() {
        Placement desired = placement(1, 1);
        Set<String> told = ConcurrentHashMap.newKeySet();
        runtime().watch(told::add);
        Replica replica = settle(desired).ready().getFirst();

        destroy(desired, replica);

        await().atMost(PATIENCE).until(() -> told.contains(desired.deployment()));
        assertThat(settle(desired).ready()).hasSize(1);
    }

    @Test
    void findsItsReplicasAgainAfterARestart() {
        Placement desired = placement(1, 1);
        List<Replica> before = settle(desired).ready();

        ModelRuntime other = reopened();

        assertThat(other.plan(desired).observation().ready()).isEqualTo(before);
    }

    @Test
    void saysThatThereIsNoCapacity() {
        Placement desired = tooLarge();

        await().atMost(PATIENCE).pollInterval(BEAT).untilAsserted(() -> {
            runtime().plan(desired).execute();
            assertThat(runtime().plan(desired).observation().failure())
                    .isNotNull()
                    .extracting(Failure::reason)
                    .isEqualTo(FailureReason.NO_CAPACITY);
        });
        removeAll(desired);
    }

    @Test
    void leavesNothingBehind() {
        Placement desired = placement(2, 1);
        settle(desired);

        removeAll(desired);

        assertThat(remains(desired)).isEmpty();
        assertThat(runtime().remove(desired.deployment())).isTrue();
    }

    /** Converges until as many replicas of the revision as desired are ready and no others are there. */
    protected final Observation settle(Placement desired) {
        return await().atMost(PATIENCE)
                .pollInterval(BEAT)
                .until(
                        () -> {
                            runtime().plan(desired).execute();
                            return observed(desired);
                        },
                        seen -> seen.replicas().size() == desired.replicas()
                                && seen.ready().size() == desired.replicas()
                                && seen.replicas().stream()
                                        .allMatch(replica -> replica.revision() == desired.revision()));
    }

    protected final Observation observed(Placement desired) {
        return runtime().plan(desired).observation();
    }

    /** Removes until nothing is left. */
    protected final void removeAll(Placement desired) {
        await().atMost(PATIENCE).pollInterval(BEAT).until(() -> runtime().remove(desired.deployment()));
    }

    protected static Placement withReplicas(Placement of, int replicas) {
        return new Placement(
                of.deployment(),
                of.revision(),
                replicas,
                of.accelerator(),
                of.acceleratorCount(),
                of.model(),
                of.servedModel(),
                of.weights(),
                of.contextTokens());
    }

    protected static Placement withRevision(Placement of, int revision) {
        return new Placement(
                of.deployment(),
                revision,
                of.replicas(),
                of.accelerator(),
                of.acceleratorCount(),
                of.model(),
                of.servedModel(),
                of.weights(),
                of.contextTokens());
    }

    private static Set<String> ids(List<Replica> replicas) {
        return replicas.stream().map(Replica::id).collect(Collectors.toSet());
    }
}
