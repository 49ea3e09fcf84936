package ai.radium.finetune.openai;

import ai.radium.finetune.estimate.WantedConfiguration;
import ai.radium.finetune.job.NewJob;
import ai.radium.kit.problem.Between;
import ai.radium.kit.problem.CommonProblem;
import ai.radium.kit.problem.ProblemException;
import ai.radium.kit.problem.Require;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What an OpenAI client sends to have a model fine-tuned. */
@JsonNaming(SnakeCaseStrategy.class)
record CreateFineTuningJob(
        @Nullable String model,
        @Nullable String trainingFile,
        @Nullable String validationFile,
        @Nullable Hyperparameters hyperparameters,
        @Nullable Method method,
        @Nullable String suffix,

        @Between(least = 0, most = CreateFineTuningJob.MOST_SEED) @Nullable
        Long seed,

        @Nullable List<@Nullable JsonNode> integrations,
        @Nullable JsonNode metadata) {
    /** As in OpenAI's API. */
    static final long MOST_SEED = 2_147_483_647;

    static final double LEARNING_RATE = 1e-4;

    private static final NewJob.Words WORDS = new NewJob.Words("model", "training_file", "validation_file");
    private static final int LONGEST_SUFFIX = 64;
    private static final int MOST_METADATA = 16;
    private static final int LONGEST_KEY = 64;
    private static final int LONGEST_VALUE = 512;
    private static final int MOST_EPOCHS = 1_000;
    private static final int MOST_LINES = 4_096;

    /** @throws ProblemException INVALID_REQUEST naming the member */
    NewJob wanted() {
        String base = Require.text(model, "model");
        String file = Require.text(trainingFile, "training_file");
        if (validationFile != null) {
            Require.text(validationFile, "validation_file");
        }
        require(integrations == null || integrations.isEmpty(), "integrations", "is not offered: leave it out");
        require(
                suffix == null || (!suffix.isBlank() && suffix.length() <= LONGEST_SUFFIX),
                "suffix",
                "must have 1 to %d characters".formatted(LONGEST_SUFFIX));
        require(
                seed == null || (seed >= 0 && seed <= MOST_SEED),
                "seed",
                "must be a whole number from 0 to " + MOST_SEED);
        return new NewJob(
                suffix == null ? base : suffix,
                suffix == null ? "" : suffix,
                base,
                file,
                validationFile,
                configuration(),
                texts(),
                false,
                WORDS);
    }

    private WantedConfiguration configuration() {
        Hyperparameters inMethod = inMethod();
        boolean isInMethod = !inMethod.isAuto();
        Hyperparameters top = Objects.requireNonNullElse(hyperparameters, Hyperparameters.AUTO);
        require(
                !isInMethod || top.isAuto(),
                "hyperparameters",
                "must be absent beside method.supervised.hyperparameters");
        Hyperparameters told = isInMethod ? inMethod : top;
        String path = isInMethod ? "method.supervised.hyperparameters" : "hyperparameters";
        Double multiplier = number(told.learningRateMultiplier(), path + ".learning_rate_multiplier");
        return new WantedConfiguration(
                null,
                multiplier == null ? null : Double.valueOf(multiplier * LEARNING_RATE),
                whole(told.batchSize(), path + ".batch_size", MOST_LINES),
                whole(told.nEpochs(), path + ".n_epochs", MOST_EPOCHS),
                null,
                null,
                null,
                seed,
                null,
                null);
    }

    private Hyperparameters inMethod() {
        if (method == null) {
            return Hyperparameters.AUTO;
        }
        require(
                Method.SUPERVISED.equals(method.type()),
                "method.type",
                "must be 'supervised': no other method is offered");
        require(isAbsent(method.dpo()), "method.dpo", "is not offered: leave it out");
        require(isAbsent(method.reinforcement()), "method.reinforcement", "is not offered: leave it out");
        Method.Supervised supervised = method.supervised();
        return supervised == null || supervised.hyperparameters() == null
                ? Hyperparameters.AUTO
                : supervised.hyperparameters();
    }

    private static boolean isAbsent(@Nullable JsonNode member) {
        return member == null || member.isNull();
    }

    private static boolean isAuto(@Nullable JsonNode member) {
        return member == null
                || member.isNull()
                || (member.isTextual() && member.asText().equals("auto"));
    }

    private static @Nullable Integer whole(@Nullable JsonNode member, String field, int most) {
        if (isAuto(member)) {
            return null;
        }
        JsonNode number = Objects.requireNonNull(member);
        require(
                number.isIntegralNumber() && number.canConvertToInt() && number.asInt() >= 1 && number.asInt() <= most,
                field,
                "must be 'auto' or a whole number from 1 to %d".formatted(most));
        return number.asInt();
    }

    /** So that the learning rate is at most 1. */
    private static @Nullable Double number(@Nullable JsonNode member, String field) {
        if (isAuto(member)) {
            return null;
        }
        JsonNode number = Objects.requireNonNull(member);
        require(
                number.isNumber() && number.asDouble() > 0 && number.asDouble() * LEARNING_RATE <= 1,
                field,
                "must be 'auto' or a number above 0 and at most 10000");
        return number.asDouble();
    }

    private Map<String, String> texts() {
        if (isAbsent(metadata)) {
            return Map.of();
        }
        JsonNode all = Objects.requireNonNull(metadata);
        require(
                all.isObject() && all.size() <= MOST_METADATA,
                "metadata",
                "must be an object of at most %d texts".formatted(MOST_METADATA));
        Map<String, String> texts = new HashMap<>();
        all.properties().forEach(entry -> {
            require(
                    entry.getKey().length() <= LONGEST_KEY
                            && entry.getValue().isTextual()
                            && entry.getValue().asText().length() <= LONGEST_VALUE,
                    "metadata." + entry.getKey(),
                    "must be a text of at most %d characters with a name of at most %d"
                            .formatted(LONGEST_VALUE, LONGEST_KEY));
            texts.put(entry.getKey(), entry.getValue().asText());
        });
        return texts;
    }

    private static void require(boolean isTrue, String field, String rule) {
        if (!isTrue) {
            throw new ProblemException(CommonProblem.INVALID_REQUEST, field + " " + rule, field);
        }
    }
}
