package ai.radium.deployment;

import ai.radium.contracts.model.ModelChanged;
import ai.radium.deployment.runtime.Failure;
import ai.radium.kit.money.Money;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A deployment as customers read it.
 *
 * @param reason code of what keeps it, or some of its replicas, from running
 * @param endpointUrl null until active
 * @param logs newest first; with one deployment only
 * @param metrics with one deployment only
 */
record DeploymentView(
        String id,
        String name,
        String modelId,
        String status,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String reason,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String reasonDetail,
        @Nullable String endpointUrl,
        @JsonInclude(JsonInclude.Include.NON_NULL) Configuration configuration,
        Replicas replicas,
        int revision,
        boolean serverless,
        Instant createdAt,
        Instant updatedAt,
        @Nullable Instant lastActiveAt,
        String createdFormatted,
        String lastActiveFormatted,
        long totalRequests,
        String totalCost,
        HourlyPrice hourlyPrice,
        @Nullable Model model,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable List<LogLine> logs,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Metrics metrics) {
    private static final DateTimeFormatter DAY =
            DateTimeFormatter.ofPattern("MMM d, yyyy", Locale.US).withZone(ZoneOffset.UTC);
    private static final DateTimeFormatter MINUTE =
            DateTimeFormatter.ofPattern("MMM d, yyyy HH:mm 'UTC'", Locale.US).withZone(ZoneOffset.UTC);

    record Replicas(int desired, int ready) {}

    /** Decimal strings, USD per hour with the least and the most replicas. */
    record HourlyPrice(String min, String max) {}

    record Model(String name, String provider, String category, GpuRequirements gpuRequirements) {
        static Model of(ModelChanged model) {
            return new Model(
                    model.name(),
                    model.provider(),
                    model.category(),
                    new GpuRequirements(
                            model.gpu().type(),
                            model.gpu().vramGib(),
                            model.gpu().count()));
        }
    }

    /** @param vram GiB over all accelerators */
    record GpuRequirements(String type, int vram, int count) {}

    record LogLine(Instant timestamp, String level, String message) {
        static LogLine of(DeploymentEventRow row) {
            return new LogLine(row.time, row.level, row.message);
        }
    }

    record Metrics(LastDay last24Hours) {}

    /** @param avgLatency milliseconds */
    record LastDay(long requests, long errors, long avgLatency, String totalCost) {
        static LastDay of(Activity activity) {
            return new LastDay(
                    activity.requests(),
                    activity.errors(),
                    activity.averageLatencyMillis(),
                    activity.cost().rounded());
        }
    }

    static DeploymentView of(
            Deployment deployment, @Nullable ModelChanged model, Activity total, HourlyPrice price, String publicUrl) {
        boolean isActive = deployment.state() instanceof DeploymentState.Active;
        Failure problem = deployment.state().problem();
        Instant lastActive = total.lastActiveAt();
        return new DeploymentView(
                deployment.id(),
                deployment.name(),
                deployment.modelId(),
                deployment.state().status().name().toLowerCase(Locale.ROOT),
                problem == null ? null : problem.reason().name(),
                problem == null ? null : problem.detail(),
                isActive ? publicUrl + "/models/" + deployment.id() : null,
                Configuration.of(deployment.spec()),
                new Replicas(deployment.desiredReplicas(), deployment.replicas().size()),
                deployment.revision(),
                deployment.serverless(),
                deployment.createdAt().truncatedTo(ChronoUnit.MILLIS),
                deployment.updatedAt().truncatedTo(ChronoUnit.MILLIS),
                lastActive,
                DAY.format(deployment.createdAt()),
                lastActive == null ? "Never" : MINUTE.format(lastActive),
                total.requests(),
                total.cost().rounded(),
                price,
                model == null ? null : Model.of(model),
                null,
                null);
    }

    DeploymentView with(List<LogLine> lines, Metrics measured) {
        return new DeploymentView(
                id,
                name,
                modelId,
                status,
                reason,
                reasonDetail,
                endpointUrl,
                configuration,
                replicas,
                revision,
                serverless,
                createdAt,
                updatedAt,
                lastActiveAt,
                createdFormatted,
                lastActiveFormatted,
                totalRequests,
                totalCost,
                hourlyPrice,
                model,
                lines,
                measured);
    }

    static HourlyPrice price(Money least, Money most) {
        return new HourlyPrice(least.rounded(), most.rounded());
    }
}
