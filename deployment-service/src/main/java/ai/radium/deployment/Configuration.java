package ai.radium.deployment;

import ai.radium.contracts.deployment.BilledBy;
import ai.radium.contracts.model.ModelChanged;
import ai.radium.deployment.catalogue.Accelerators;
import ai.radium.deployment.runtime.Accelerator;
import ai.radium.kit.problem.ProblemException;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A deployment's configuration as customers write and read it. What is absent or null takes its default: the model's
 * accelerator and count, autoScaling, 1 to 3 replicas, the operator's billing, adapters of the account. What would have no effect is refused by name.
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
        @Nullable String billing,
        @Nullable String adapters) {
    static final Configuration DEFAULT =
            new Configuration(null, null, null, null, null, null, null, null, null, null, null, null, null, null);

    private static final String TOKENS = "tokens";
    private static final String REPLICA_SECONDS = "replica-seconds";

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
                null,
                spec.description(),
                null,
                null,
                null,
                null,
                null,
                switch (spec.billedBy()) {
                    case TOKENS -> TOKENS;
                    case REPLICA_SECONDS -> REPLICA_SECONDS;
                },
                spec.adapters().word());
    }

    /** @throws JsonProcessingException naming the field with the wrong type */
    Configuration mergedWith(@Nullable ObjectNode changes, ObjectMapper json) throws JsonProcessingException {
        ObjectNode merged = json.valueToTree(this);
        if (changes != null) {
            merged.setAll(changes);
        }
        ObjectNode body = json.createObjectNode();
        body.set("configuration", merged);
        return Objects.requireNonNull(
                json.treeToValue(body, CreateDeployment.class).configuration());
    }

    /** Paid by tokens where this does not say. */
    DeploymentSpec toSpec(ModelChanged model, Accelerators offered) {
        return toSpec(model, offered, BilledBy.TOKENS);
    }

    /**
     * @param byDefault what is billed where this does not say
     * @throws ProblemException naming the field at fault; ACCELERATOR_TOO_SMALL with the numbers
     */
    DeploymentSpec toSpec(ModelChanged model, Accelerators offered, BilledBy byDefault) {
        refuseWhatIsNotBuilt();
        Accelerator accelerator = acceleratorOf(model, offered);
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
                text("description", description),
                adapterChoice(),
                billedBy(byDefault));
    }

    private BilledBy billedBy(BilledBy byDefault) {
        return switch (billing) {
            case null -> byDefault;
            case TOKENS -> BilledBy.TOKENS;
            case REPLICA_SECONDS -> BilledBy.REPLICA_SECONDS;
            default -> throw invalid("billing", "must be " + TOKENS + " or " + REPLICA_SECONDS);
        };
    }

    private AdapterChoice adapterChoice() {
        return switch (adapters) {
            case null -> AdapterChoice.AUTO;
            case "auto" -> AdapterChoice.AUTO;
            case "none" -> AdapterChoice.NONE;
            default -> throw invalid("adapters", "must be auto or none");
        };
    }

    private Accelerator acceleratorOf(ModelChanged model, Accelerators offered) {
        return offered.named(acceleratorType == null ? model.gpu().type() : acceleratorType)
                .orElseThrow(() -> invalid("acceleratorType", "must be one of " + String.join(", ", offered.names())));
    }

    private void refuseWhatIsNotBuilt() {
        refuse("adapterIds", adapterIds != null && !adapterIds.isEmpty(), "must be empty: adapters chooses");
        refuse("speculativeDecoding", Boolean.TRUE.equals(speculativeDecoding), "must be false");
        refuse("quantization", quantization != null, "must be left out: weights run as the catalogue has them");
        refuse(
                "scaleToZeroAfterSeconds",
                scaleToZeroAfterSeconds != null,
                "must be left out: replicas do not follow traffic");
        refuse("targetConcurrency", targetConcurrency != null, "must be left out: replicas do not follow traffic");
        refuse("region", region != null, "must be left out: an install is one region");
    }

    private static void refuse(String field, boolean isAsked, String what) {
        if (isAsked) {
            throw new ProblemException(
                    DeploymentProblem.NOT_AVAILABLE_YET,
                    "configuration." + field + " " + what + "; nothing else is available yet",
                    "configuration." + field);
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

    static ProblemException invalid(String field, String detail) {
        return new ProblemException(
                DeploymentProblem.INVALID_CONFIGURATION,
                "configuration." + field + " " + detail,
                "configuration." + field);
    }
}
