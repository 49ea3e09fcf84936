package ai.radium.deployment.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import ai.radium.deployment.runtime.Failure;
import ai.radium.deployment.runtime.FailureReason;
import ai.radium.deployment.runtime.Replica;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PodViewTest {
    private static final Instant NOON = Instant.parse("2026-11-25T12:00:00Z");
    private static final PodView VIEW = new PodView(Duration.ofSeconds(30), NOON);

    @Test
    void aReadyPodIsAReplicaAtItsOwnAddress() {
        assertThat(VIEW.of(List.of(ready().build())).ready())
                .containsExactly(new Replica("dep-1-abc", "10.244.0.7:9500", 3, true));
    }

    @Test
    void aPodThatIsEndingTakesNoCalls() {
        Pod ending = ready().editMetadata()
                .withDeletionTimestamp(NOON.toString())
                .endMetadata()
                .build();

        assertThat(VIEW.of(List.of(ending)).ready()).isEmpty();
    }

    @Test
    void aPodWithoutAPlaceIsGivenSomeTime() {
        assertThat(VIEW.of(List.of(unschedulable(NOON.minusSeconds(29)))).failure())
                .isNull();
        assertThat(VIEW.of(List.of(unschedulable(NOON.minusSeconds(30)))).failure())
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
        assertThat(VIEW.of(List.of(waitingFor(waiting))).failure()).isEqualTo(new Failure(reason, "no further detail"));
    }

    @Test
    void aContainerThatIsBeingMadeIsNoFailure() {
        assertThat(VIEW.of(List.of(waitingFor("ContainerCreating"))).failure()).isNull();
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
