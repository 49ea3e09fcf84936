package ai.radium.deployment.cluster;

import ai.radium.deployment.runtime.Failure;
import ai.radium.deployment.runtime.FailureReason;
import ai.radium.deployment.runtime.Observation;
import ai.radium.deployment.runtime.Replica;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodCondition;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What pods say of a deployment: pure. */
record PodView(Duration unschedulableAfter, Instant now) {
    Observation of(List<Pod> pods) {
        return new Observation(
                pods.stream().map(PodView::replica).toList(),
                pods.stream()
                        .filter(pod -> !isEnding(pod))
                        .flatMap(pod -> failure(pod).stream())
                        .findFirst()
                        .orElse(null));
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

    private Optional<Failure> failure(Pod pod) {
        return condition(pod, "PodScheduled")
                .filter(this::isWithoutPlace)
                .map(scheduled -> new Failure(FailureReason.NO_CAPACITY, words(scheduled.getMessage())))
                .or(() -> waiting(pod).flatMap(PodView::failure));
    }

    private boolean isWithoutPlace(PodCondition scheduled) {
        return "False".equals(scheduled.getStatus())
                && "Unschedulable".equals(scheduled.getReason())
                && !Instant.parse(scheduled.getLastTransitionTime())
                        .plus(unschedulableAfter)
                        .isAfter(now);
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
