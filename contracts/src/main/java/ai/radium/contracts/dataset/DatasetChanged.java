package ai.radium.contracts.dataset;

import org.jspecify.annotations.Nullable;

/**
 * A version of a dataset came into another state, or the dataset went with all of them.
 *
 * @param number of the version, from 1 on; 0 while there is no content
 * @param format JSONL, CSV or TSV
 * @param exampleCount known from READY on
 * @param tokens of all examples; null while nobody has counted them
 * @param sha256 of the content; null until it is known
 * @param error code, when status is ERROR: NOT_UTF8, NO_VALID_EXAMPLES …
 */
public record DatasetChanged(
        String datasetId,
        String account,
        String name,
        int number,
        DatasetStatus status,
        String format,
        long sizeBytes,
        long exampleCount,
        long invalidLines,
        @Nullable Long tokens,
        @Nullable String sha256,
        @Nullable String error)
        implements DatasetEvent {
    @Override
    public String eventKey() {
        return datasetId;
    }
}
