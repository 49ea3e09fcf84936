package ai.radium.finetune.kubernetes;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A run as the cluster has it, a Job or a TrainJob: pure.
 *
 * @param podLabel of its pods, whose value is its name
 * @param isEnding whether it is being deleted
 * @param finish empty while it waits or works
 */
record Work(String podLabel, boolean isEnding, Optional<Finish> finish) {
    private static final List<String> FINISHED = List.of("Complete", "Failed");

    /** @param reason one word of the cluster's, for example {@code DeadlineExceeded} */
    record Finish(boolean isFailure, String reason) {}

    static Work of(Job job) {
        return new Work(
                "batch.kubernetes.io/job-name",
                job.getMetadata().getDeletionTimestamp() != null,
                Stream.ofNullable(job.getStatus())
                        .flatMap(status -> Stream.ofNullable(status.getConditions()))
                        .flatMap(List::stream)
                        .flatMap(one -> finish(one.getType(), one.getStatus(), one.getReason()))
                        .findFirst());
    }

    static Work of(GenericKubernetesResource trainJob) {
        return new Work(
                "jobset.sigs.k8s.io/jobset-name",
                trainJob.getMetadata().getDeletionTimestamp() != null,
                trainJob.get("status", "conditions") instanceof List<?> conditions
                        ? conditions.stream()
                                .map(Map.class::cast)
                                .flatMap(one -> finish(one.get("type"), one.get("status"), one.get("reason")))
                                .findFirst()
                        : Optional.empty());
    }

    /** Whether it waits or works, and will go on. */
    boolean isAlive() {
        return finish.isEmpty() && !isEnding;
    }

    private static Stream<Finish> finish(@Nullable Object type, @Nullable Object status, @Nullable Object reason) {
        return "True".equals(status) && type != null && FINISHED.contains(type)
                ? Stream.of(new Finish(type.equals("Failed"), String.valueOf(reason)))
                : Stream.empty();
    }
}
