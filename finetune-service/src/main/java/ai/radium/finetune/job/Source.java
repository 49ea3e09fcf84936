package ai.radium.finetune.job;

import ai.radium.finetune.dataset.Dataset;
import ai.radium.finetune.examples.Findings;
import org.jspecify.annotations.Nullable;

/**
 * A version of a dataset as a job knows it, also when it is gone.
 *
 * @param sha256 of its content; null until it was read
 * @param exampleCount 0 until it was read
 */
public record Source(
        String datasetId,
        int number,
        String name,
        String format,
        @Nullable String sha256,
        long exampleCount) {
    static Source of(Dataset dataset, Dataset.Version version) {
        return new Source(
                dataset.id(),
                version.number(),
                dataset.name(),
                dataset.format().name(),
                version.sha256(),
                version.findings() == null ? 0 : count(version.findings()));
    }

    private static long count(Findings findings) {
        return findings.exampleCount();
    }
}
