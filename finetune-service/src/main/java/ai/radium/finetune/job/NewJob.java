package ai.radium.finetune.job;

import ai.radium.finetune.estimate.WantedConfiguration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A job that a customer wants.
 *
 * @param suffix that the model's name is to hold; null = made of the job's name
 * @param deploy whether its result is to be deployed
 * @param words how its members are called in the request
 */
public record NewJob(
        String name,
        @Nullable String suffix,
        String baseModel,
        String datasetId,
        @Nullable String validationDatasetId,
        WantedConfiguration configuration,
        Map<String, String> metadata,
        boolean deploy,
        Words words) {
    public static final int LONGEST_NAME = 200;

    public NewJob {
        metadata = Map.copyOf(metadata);
    }

    /** Names of members, for what is refused. */
    public record Words(String model, String training, String validation) {}
}
