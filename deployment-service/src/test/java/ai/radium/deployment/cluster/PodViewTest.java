package ai.radium.deployment.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import ai.radium.deployment.cluster.ClusterPlan.Replacement;
import ai.radium.deployment.runtime.Failure;
import ai.radium.deployment.runtime.FailureReason;
import ai.radium.deployment.runtime.Replica;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PodViewTest {
    private static final Instant NOON = Instant.parse("2026-11-25T12:00:00Z");

    @Test
    void aReadyPodIsAReplicaAtItsOwnAddress() {
        assertThat(view(List.of(ready().build())).observation().ready())
                .containsExactly(new Replica("dep-1-abc", "10.244.0.7:9500", 3, true));
    }

    @Test
    void aPodThatIsEndingTakesNoCalls() {
        Pod ending = ready().editMetadata()
                .withDeletionTimestamp(NOON.toString())
                .endMetadata()
                .build();

        assertThat(view(List.of(ending)).observation().ready()).isEmpty();
    }

    @Test
    void aPodWithoutAPlaceIsGivenSomeTime() {
        assertThat(view(List.of(unschedulable(NOON.minusSeconds(29))))
                        .observation()
                        .failure())
                .isNull();
        assertThat(view(List.of(unschedulable(NOON.minusSeconds(30))))
                        .observation()
                        .failure())
                .isEqualTo(new Failure(FailureReason.NO_CAPACITY, "2 Insufficient nvidia.com/gpu."));
    }

    @ParameterizedTest
    @CsvSource({
        "CrashLoopBackOff, CRASH_LOOP",
        "ImagePullBackOff, IMAGE",
        "ErrImagePull, IMAGE",
        "InvalidImageName, IMAGE"
    })
    void aWaitingContainerSaysWhy(String waiting, FailureReason reason) {
        assertThat(view(List.of(waitingFor(waiting))).observation().failure())
                .isEqualTo(new Failure(reason, "no further detail"));
    }

    @Test
    void aContainerThatIsBeingMadeIsNoFailure() {
        assertThat(view(List.of(waitingFor("ContainerCreating"))).observation().failure())
                .isNull();
    }

    @Test
    void aPodWithoutAPlaceBesideTheOldOneIsNoFailureAndLetsTheOldOneGoFirst() {
        PodView full = view(List.of(ready().build(), unschedulable(NOON.minusSeconds(30))));

        assertThat(full.observation().failure()).isNull();
        assertThat(full.replacement()).isEqualTo(Replacement.OLD_FIRST);
    }

    @Test
    void aNewPodComesFirstWhileItMayStillFindAPlace() {
        PodView early = view(List.of(ready().build(), unschedulable(NOON.minusSeconds(29))));

        assertThat(early.replacement()).isEqualTo(Replacement.NEW_FIRST);
    }

    @Test
    void aPodThatWaitsForTheRoomOfOneThatIsEndingIsNoFailure() {
        Pod ending = ready().editMetadata()
                .withDeletionTimestamp(NOON.toString())
                .endMetadata()
                .build();

        assertThat(view(List.of(ending, unschedulable(NOON.minusSeconds(90))))
                        .observation()
                        .failure())
                .isNull();
    }

    /** Of one wanted pod, with a patience of 30 seconds. */
    private static PodView view(List<Pod> pods) {
        return new PodView(pods, 1, NOON.minusSeconds(30));
    }

    private static PodBuilder pod() {
        return new PodBuilder()
                .withNewMetadata()
                .withName("dep-1-abc")
                .withLabels(Map.of(ClusterPlan.REVISION, "3"))
                .endMetadata()
                .withNewStatus()
                .endStatus();
    }

    private static PodBuilder ready() {
        return pod().editStatus()
                .withPodIP("10.244.0.7")
                .addNewCondition()
                .withType("Ready")
                .withStatus("True")
                .endCondition()
                .endStatus();
    }

    private static Pod unschedulable(Instant since) {
        return pod().editStatus()
                .addNewCondition()
                .withType("PodScheduled")
                .withStatus("False")
                .withReason("Unschedulable")
                .withMessage("2 Insufficient nvidia.com/gpu.")
                .withLastTransitionTime(since.toString())
                .endCondition()
                .endStatus()
                .build();
    }

    private static Pod waitingFor(String reason) {
        return pod().editStatus()
                .addNewContainerStatus()
                .withNewState()
                .withNewWaiting()
                .withReason(reason)
                .endWaiting()
                .endState()
                .endContainerStatus()
                .endStatus()
                .build();
    }
}
