package ai.radium.finetune.kubernetes;

import ai.radium.finetune.trainer.JobFailure;
import ai.radium.finetune.trainer.Observation.State;
import ai.radium.finetune.trainer.Refusal;
import io.fabric8.kubernetes.api.model.ContainerState;
import io.fabric8.kubernetes.api.model.ContainerStateTerminated;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodCondition;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a cluster says of a run: pure.
 *
 * @param failure why it cannot be or cannot go on; empty when it ended by itself, or was interrupted and can go on
 */
record Standing(State state, Optional<Refusal> failure) {
    private static final Set<String> NO_CONTAINER = Set.of(
            "ErrImagePull",
            "ImagePullBackOff",
            "InvalidImageName",
            "ErrImageNeverPull",
            "CreateContainerConfigError",
            "CreateContainerError");
    private static final int MOST_WORDS = 300;

    static Standing of(Work work, List<Pod> pods, KubernetesConfig config, Instant now) {
        if (work.isEnding()) {
            return new Standing(State.RUNNING, Optional.empty());
        }
        if (work.finish().isPresent()) {
            return new Standing(State.ENDED, failure(work.finish().get(), pods, config));
        }
        Optional<Refusal> hopeless = pods.stream()
                .flatMap(pod -> hopeless(pod, config, now).stream())
                .findFirst();
        return new Standing(hopeless.isPresent() ? State.ENDED : State.RUNNING, hopeless);
    }

    private static Optional<Refusal> failure(Work.Finish finish, List<Pod> pods, KubernetesConfig config) {
        if (!finish.isFailure()) {
            return Optional.empty();
        }
        if (finish.reason().equals("DeadlineExceeded")) {
            return crashed("The run has taken longer than " + words(config.deadline()) + ".");
        }
        return pods.stream()
                .filter(pod -> !isDisrupted(pod))
                .flatMap(pod -> state(pod, ContainerState::getTerminated).stream())
                .flatMap(end -> failure(end, config).stream())
                .findFirst();
    }

    private static Optional<Refusal> failure(ContainerStateTerminated end, KubernetesConfig config) {
        if ("OOMKilled".equals(end.getReason())) {
            return Optional.of(new Refusal(
                    JobFailure.OUT_OF_MEMORY,
                    "The run has used up its memory, %d bytes."
                            .formatted(config.memory().asLongValue())));
        }
        return switch (end.getExitCode()) {
            case 0 -> Optional.empty();
            case RunPlan.NO_WEIGHTS ->
                Optional.of(new Refusal(
                        JobFailure.WEIGHTS_UNAVAILABLE,
                        "The base model could not be fetched: " + lastLine(end.getMessage())));
            default ->
                crashed("The trainer has ended with status %d and has not said why.".formatted(end.getExitCode()));
        };
    }

    private static Optional<Refusal> hopeless(Pod pod, KubernetesConfig config, Instant now) {
        Optional<PodCondition> scheduled = condition(pod, "PodScheduled");
        if (scheduled.isEmpty()) {
            return Optional.empty();
        }
        Duration since = Duration.between(Instant.parse(scheduled.get().getLastTransitionTime()), now);
        if ("False".equals(scheduled.get().getStatus())) {
            return "Unschedulable".equals(scheduled.get().getReason()) && isOver(since, config.unschedulableAfter())
                    ? Optional.of(new Refusal(
                            JobFailure.NO_CAPACITY,
                            "No node has had room for %s: %s"
                                    .formatted(
                                            words(config.unschedulableAfter()),
                                            lastLine(scheduled.get().getMessage()))))
                    : Optional.empty();
        }
        return state(pod, ContainerState::getWaiting)
                .filter(waiting -> NO_CONTAINER.contains(waiting.getReason()) && isOver(since, config.imageAfter()))
                .flatMap(waiting -> crashed("The trainer's container cannot be made of the image %s: %s, %s"
                        .formatted(config.image(), waiting.getReason(), lastLine(waiting.getMessage()))));
    }

    private static boolean isOver(Duration since, Duration most) {
        return since.compareTo(most) >= 0;
    }

    /** Evicted, preempted, or its node is gone. */
    private static boolean isDisrupted(Pod pod) {
        return condition(pod, "DisruptionTarget")
                        .filter(disrupted -> "True".equals(disrupted.getStatus()))
                        .isPresent()
                || "Evicted".equals(pod.getStatus().getReason());
    }

    private static <T> Optional<T> state(Pod pod, Function<ContainerState, @Nullable T> kind) {
        return Stream.ofNullable(pod.getStatus().getContainerStatuses())
                .flatMap(List::stream)
                .map(ContainerStatus::getState)
                .flatMap(Stream::ofNullable)
                .flatMap(state -> Stream.ofNullable(kind.apply(state)))
                .findFirst();
    }

    private static Optional<PodCondition> condition(Pod pod, String type) {
        return Stream.ofNullable(pod.getStatus().getConditions())
                .flatMap(List::stream)
                .filter(condition -> type.equals(condition.getType()))
                .findFirst();
    }

    private static Optional<Refusal> crashed(String message) {
        return Optional.of(new Refusal(JobFailure.TRAINER_CRASHED, message));
    }

    private static String lastLine(@Nullable String message) {
        String line = (message == null ? "" : message)
                .lines()
                .filter(one -> !one.isBlank())
                .reduce("no further detail", (before, next) -> next);
        return line.length() > MOST_WORDS ? line.substring(0, MOST_WORDS) + "…" : line;
    }

    private static String words(Duration duration) {
        return duration.toSeconds() % 60 == 0 ? duration.toMinutes() + " minutes" : duration.toSeconds() + " seconds";
    }
}
