package ai.radium.deployment.cluster;

import ai.radium.deployment.cluster.ClusterPlan.Replacement;
import ai.radium.deployment.runtime.Failure;
import ai.radium.deployment.runtime.FailureReason;
import ai.radium.deployment.runtime.Observation;
import ai.radium.deployment.runtime.Replica;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodCondition;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What pods say of a deployment: pure.
 *
 * @param wanted how many pods should take calls
 * @param patienceEnds pods without a place since then or before are without one for good; those that came to wait later,
 *     or that wait for one that is ending, are not
 */
record PodView(List<Pod> pods, int wanted, Instant patienceEnds) {
    PodView {
        pods = List.copyOf(pods);
    }

    Observation observation() {
        return new Observation(
                pods.stream().map(PodView::replica).toList(),
                pods.stream()
                        .filter(pod -> !isEnding(pod))
                        .flatMap(pod -> failure(pod).stream())
                        .findFirst()
                        .orElse(null));
    }

    /** The old one first, once the new one found no place beside as many as are wanted. */
    Replacement replacement() {
        return hasAllReady() && pods.stream().anyMatch(this::isWithoutPlace)
                ? Replacement.OLD_FIRST
                : Replacement.NEW_FIRST;
    }

    /** Whether one is about to make room. */
    boolean hasEnding() {
        return pods.stream().anyMatch(PodView::isEnding);
    }

    /** A pod that is ending takes no new calls. */
    private static Replica replica(Pod pod) {
        String ip = Objects.requireNonNullElse(pod.getStatus().getPodIP(), "");
        return new Replica(
                pod.getMetadata().getName(),
                ip + ":" + ClusterPlan.GRPC_PORT,
                Integer.parseInt(pod.getMetadata().getLabels().getOrDefault(ClusterPlan.REVISION, "0")),
                !ip.isEmpty()
                        && !isEnding(pod)
                        && condition(pod, "Ready")
                                .filter(ready -> "True".equals(ready.getStatus()))
                                .isPresent());
    }

    private boolean hasAllReady() {
        return pods.stream().map(PodView::replica).filter(Replica::ready).count() >= wanted;
    }

    private Optional<Failure> failure(Pod pod) {
        if (!isWithoutPlace(pod)) {
            return waiting(pod).flatMap(PodView::failure);
        }
        return hasEnding() || hasAllReady()
                ? Optional.empty()
                : condition(pod, "PodScheduled")
                        .map(scheduled -> new Failure(FailureReason.NO_CAPACITY, words(scheduled.getMessage())));
    }

    private boolean isWithoutPlace(Pod pod) {
        return condition(pod, "PodScheduled")
                .filter(scheduled -> "False".equals(scheduled.getStatus())
                        && "Unschedulable".equals(scheduled.getReason())
                        && !Instant.parse(scheduled.getLastTransitionTime()).isAfter(patienceEnds))
                .isPresent();
    }

    private static Optional<Failure> failure(ContainerStatus container) {
        String detail = words(container.getState().getWaiting().getMessage());
        return switch (container.getState().getWaiting().getReason()) {
            case "CrashLoopBackOff" -> Optional.of(new Failure(FailureReason.CRASH_LOOP, detail));
            case "ErrImagePull", "ImagePullBackOff", "InvalidImageName", "ErrImageNeverPull" ->
                Optional.of(new Failure(FailureReason.IMAGE, detail));
            default -> Optional.empty();
        };
    }

    private static Optional<ContainerStatus> waiting(Pod pod) {
        return Stream.ofNullable(pod.getStatus().getContainerStatuses())
                .flatMap(List::stream)
                .filter(container -> container.getState() != null
                        && container.getState().getWaiting() != null
                        && container.getState().getWaiting().getReason() != null)
                .findFirst();
    }

    private static Optional<PodCondition> condition(Pod pod, String type) {
        return Stream.ofNullable(pod.getStatus().getConditions())
                .flatMap(List::stream)
                .filter(condition -> type.equals(condition.getType()))
                .findFirst();
    }

    private static boolean isEnding(Pod pod) {
        return pod.getMetadata().getDeletionTimestamp() != null;
    }

    private static String words(@Nullable String message) {
        return message == null ? "no further detail" : message;
    }
}
