package ai.radium.deployment;

import ai.radium.contracts.deployment.RoutesChanged;
import ai.radium.contracts.model.ModelChanged;
import ai.radium.deployment.runtime.Failure;
import ai.radium.deployment.usage.Activity;
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
 * @param servedBy the stand-in that answers for the model in this install
 * @param servedOn what replicas run on in this install, for example {@code CPU}
 * @param endpointUrl null until active
 * @param adapters fine-tuned models that it answers for besides its own
 * @param totalCost decimal string, USD, exact
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
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String servedBy,
        String servedOn,
        @Nullable String endpointUrl,
        @JsonInclude(JsonInclude.Include.NON_NULL) Configuration configuration,
        Replicas replicas,
        List<LoadedAdapter> adapters,
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
        @Nullable ModelSummary model,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable List<LogLineView> logs,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Metrics metrics) {
    private static final DateTimeFormatter DAY =
            DateTimeFormatter.ofPattern("MMM d, yyyy", Locale.US).withZone(ZoneOffset.UTC);
    private static final DateTimeFormatter MINUTE =
            DateTimeFormatter.ofPattern("MMM d, yyyy HH:mm 'UTC'", Locale.US).withZone(ZoneOffset.UTC);

    record Replicas(int desired, int ready) {}

    /** @param replicas that have it loaded */
    record LoadedAdapter(String modelId, long replicas) {
        static LoadedAdapter of(RoutesChanged.Adapter adapter, Deployment deployment) {
            return new LoadedAdapter(
                    adapter.model(),
                    deployment.replicas().stream()
                            .filter(replica -> replica.adapters().contains(adapter.model()))
                            .count());
        }
    }

    /** Decimal strings, USD per hour with the least and the most replicas. */
    record HourlyPrice(String min, String max) {
        static HourlyPrice of(Money least, Money most) {
            return new HourlyPrice(least.rounded(), most.rounded());
        }
    }

    record Metrics(LastDay last24Hours) {}

    /**
     * @param avgLatency milliseconds
     * @param totalCost decimal string, USD, exact
     */
    record LastDay(long requests, long errors, long avgLatency, String totalCost) {
        static LastDay of(Activity activity) {
            return new LastDay(
                    activity.requests(),
                    activity.errors(),
                    activity.averageLatencyMillis(),
                    activity.cost().exact());
        }
    }

    static DeploymentView of(
            Deployment deployment, @Nullable ModelChanged model, Activity total, HourlyPrice price, Install install) {
        Failure problem = deployment.state().problem();
        Instant lastActive = total.lastActiveAt();
        return new DeploymentView(
                deployment.id(),
                deployment.name(),
                deployment.modelId(),
                deployment.state().word(),
                problem == null ? null : problem.reason().name(),
                problem == null ? null : problem.detail(),
                deployment.model().isStandIn() ? deployment.servedModel() : null,
                install.servedOn(deployment),
                install.endpointUrl(deployment),
                Configuration.of(deployment.spec()),
                new Replicas(
                        deployment.desiredReplicas(),
                        deployment.rollout().replicas().size()),
                deployment.isFineTuned()
                        ? List.of()
                        : deployment.adapters().stream()
                                .map(adapter -> LoadedAdapter.of(adapter, deployment))
                                .toList(),
                deployment.rollout().revision(),
                deployment.origin().serverless(),
                millis(deployment.origin().createdAt()),
                millis(deployment.updatedAt()),
                lastActive == null ? null : millis(lastActive),
                DAY.format(deployment.origin().createdAt()),
                lastActive == null ? "Never" : MINUTE.format(lastActive),
                total.requests(),
                total.cost().exact(),
                price,
                model == null ? null : ModelSummary.of(model),
                null,
                null);
    }

    DeploymentView with(List<LogLineView> lines, Metrics measured) {
        return new DeploymentView(
                id,
                name,
                modelId,
                status,
                reason,
                reasonDetail,
                servedBy,
                servedOn,
                endpointUrl,
                configuration,
                replicas,
                adapters,
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

    /** Rows of an older version may have more digits. */
    private static Instant millis(Instant time) {
        return time.truncatedTo(ChronoUnit.MILLIS);
    }
}
