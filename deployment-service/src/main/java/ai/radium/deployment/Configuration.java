package ai.radium.deployment;

import ai.radium.contracts.model.ModelChanged;
import ai.radium.deployment.runtime.Accelerator;
import ai.radium.kit.problem.ProblemException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A deployment's configuration as customers write and read it, and as it is stored. What is absent or null takes its
 * default: the model's accelerator and count, autoScaling, 1 to 3 replicas, billing by tokens.
 */
record Configuration(
        @Nullable String acceleratorType,
        @Nullable Integer acceleratorCount,
        @Nullable Boolean autoScaling,
        @Nullable Integer minReplicas,
        @Nullable Integer maxReplicas,
        @Nullable Boolean speculativeDecoding,
        @Nullable String description,
        @Nullable String quantization,
        @Nullable List<String> adapterIds,
        @Nullable Integer scaleToZeroAfterSeconds,
        @Nullable Integer targetConcurrency,
        @Nullable String region,
        @Nullable String billing) {
    static final Configuration DEFAULT =
            new Configuration(null, null, null, null, null, null, null, null, null, null, null, null, null);

    static final String TOKENS = "tokens";

    private static final int MOST_ACCELERATORS = 16;
    private static final int LONGEST_TEXT = 1_000;
    private static final int DEFAULT_MIN = 1;
    private static final int DEFAULT_MAX = 3;

    static Configuration of(DeploymentSpec spec) {
        return new Configuration(
                spec.acceleratorType(),
                spec.acceleratorCount(),
                spec.autoScaling(),
                spec.replicas().min(),
                spec.replicas().max(),
                spec.speculativeDecoding(),
                spec.description(),
                spec.quantization(),
                spec.adapterIds().isEmpty() ? null : spec.adapterIds(),
                spec.scaleToZeroAfterSeconds(),
                spec.targetConcurrency(),
                spec.region(),
                TOKENS);
    }

    /** @throws ProblemException naming the field at fault; ACCELERATOR_TOO_SMALL with the numbers */
    DeploymentSpec toSpec(ModelChanged model, Accelerators offered) {
        refuseWhatIsNotBuilt();
        Accelerator accelerator =
                offered.named(acceleratorType == null ? model.gpu().type() : acceleratorType);
        int count = acceleratorCount == null
                ? defaultCount(model, accelerator)
                : between("acceleratorCount", acceleratorCount, 1, MOST_ACCELERATORS);
        refuseTooSmall(model, accelerator, count);
        int min = minReplicas == null ? DEFAULT_MIN : minReplicas;
        return new DeploymentSpec(
                accelerator.name(),
                count,
                autoScaling == null || autoScaling,
                new ReplicaRange(min, maxReplicas == null ? Math.max(DEFAULT_MAX, min) : maxReplicas),
                speculativeDecoding,
                text("description", description),
                text("quantization", quantization),
                List.of(),
                scaleToZeroAfterSeconds == null
                        ? null
                        : between("scaleToZeroAfterSeconds", scaleToZeroAfterSeconds, 1, 86_400),
                targetConcurrency == null ? null : between("targetConcurrency", targetConcurrency, 1, 10_000),
                text("region", region));
    }

    private void refuseWhatIsNotBuilt() {
        if (billing != null && !billing.equals(TOKENS)) {
            throw new ProblemException(
                    DeploymentProblem.NOT_AVAILABLE_YET,
                    "configuration.billing must be " + TOKENS + "; " + quoted(billing) + " is not available",
                    "configuration.billing");
        }
        if (adapterIds != null && !adapterIds.isEmpty()) {
            throw new ProblemException(
                    DeploymentProblem.NOT_AVAILABLE_YET,
                    "configuration.adapterIds must be empty; adapters are not available yet",
                    "configuration.adapterIds");
        }
    }

    private static int defaultCount(ModelChanged model, Accelerator accelerator) {
        if (accelerator.answersTo(model.gpu().type()) || !accelerator.isGpu()) {
            return Math.max(1, model.gpu().count());
        }
        return Math.max(1, Math.ceilDiv(model.gpu().vramGib(), accelerator.memoryGib()));
    }

    private static void refuseTooSmall(ModelChanged model, Accelerator accelerator, int count) {
        int needed = model.gpu().vramGib();
        int offered = accelerator.memoryGib() * count;
        if (offered < needed) {
            throw new ProblemException(
                    DeploymentProblem.ACCELERATOR_TOO_SMALL,
                    model.id() + " needs " + needed + " GiB of accelerator memory; " + count + " × "
                            + accelerator.name() + " has " + offered + " GiB",
                    "configuration.acceleratorType",
                    Map.of("neededGib", needed, "offeredGib", offered));
        }
    }

    private static int between(String field, int value, int least, int most) {
        if (value < least || value > most) {
            throw invalid(field, "must be between " + least + " and " + most + ", not " + value);
        }
        return value;
    }

    private static @Nullable String text(String field, @Nullable String value) {
        if (value != null && value.length() > LONGEST_TEXT) {
            throw invalid(field, "must not be longer than " + LONGEST_TEXT + " characters");
        }
        return value;
    }

    private static ProblemException invalid(String field, String detail) {
        return new ProblemException(
                DeploymentProblem.INVALID_CONFIGURATION,
                "configuration." + field + " " + detail,
                "configuration." + field);
    }

    private static String quoted(String value) {
        return "\"" + (value.length() > 50 ? value.substring(0, 50) + "…" : value) + "\"";
    }
}
