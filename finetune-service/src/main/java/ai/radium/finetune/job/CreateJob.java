package ai.radium.finetune.job;

import ai.radium.finetune.estimate.WantedConfiguration;
import ai.radium.kit.problem.CommonProblem;
import ai.radium.kit.problem.ProblemException;
import ai.radium.kit.problem.Require;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What a customer sends to have a model fine-tuned. */
record CreateJob(
        @Nullable String name,
        @Nullable String baseModel,
        @Nullable String datasetId,
        @Nullable String validationDatasetId,
        @Nullable WantedConfiguration configuration,
        @Nullable Boolean deploy) {
    private static final NewJob.Words WORDS = new NewJob.Words("baseModel", "datasetId", "validationDatasetId");

    /** @throws ProblemException INVALID_REQUEST naming the member */
    NewJob wanted() {
        String named = Require.text(name, "name");
        if (named.length() > NewJob.LONGEST_NAME) {
            throw new ProblemException(
                    CommonProblem.INVALID_REQUEST,
                    "name may have at most %d characters".formatted(NewJob.LONGEST_NAME),
                    "name");
        }
        return new NewJob(
                named,
                null,
                Require.text(baseModel, "baseModel"),
                Require.text(datasetId, "datasetId"),
                validationDatasetId == null ? null : Require.text(validationDatasetId, "validationDatasetId"),
                Objects.requireNonNullElse(configuration, WantedConfiguration.DEFAULT),
                Map.of(),
                Boolean.TRUE.equals(deploy),
                WORDS);
    }
}
