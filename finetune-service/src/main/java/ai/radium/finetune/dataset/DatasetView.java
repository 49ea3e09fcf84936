package ai.radium.finetune.dataset;

import ai.radium.contracts.dataset.DatasetStatus;
import ai.radium.finetune.dataset.Dataset.Fault;
import ai.radium.finetune.examples.Findings;
import ai.radium.finetune.examples.Findings.Reason;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A dataset, or one of its versions, as its account sees it.
 *
 * @param fileId the same thing in OpenAI's words
 * @param progress per cent of the content that is read
 * @param version that is shown; 0 while there is none
 * @param latestVersion the newest
 * @param tokens null while nobody has counted them
 * @param duplicatesExact false when there may be more, as only so many lines are compared
 * @param statistics null until the content was read
 * @param validationErrors the first of the invalid lines; left out in lists
 */
record DatasetView(
        String id,
        String fileId,
        String name,
        @Nullable String description,
        String format,
        String status,
        int progress,
        int version,
        int latestVersion,
        @Nullable String filename,
        long sizeBytes,
        long exampleCount,
        @Nullable Long tokens,
        long invalidLines,
        long duplicateLines,
        boolean duplicatesExact,
        @Nullable String sha256,
        @Nullable Fault error,
        @Nullable Statistics statistics,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable List<Reason> validationErrors,
        Instant createdAt,
        Instant updatedAt,
        @Nullable Instant validatedAt,
        String sizeFormatted,
        String exampleCountFormatted,
        String createdFormatted) {

    /**
     * @param characters of an example, in Unicode code points
     * @param turns messages of all examples
     * @param roles how many of them each says
     */
    record Statistics(long examples, long bytes, Characters characters, long turns, Map<String, Long> roles) {
        Statistics {
            roles = new TreeMap<>(roles);
        }

        static Statistics of(Findings found, long bytes) {
            return new Statistics(
                    found.exampleCount(),
                    bytes,
                    Characters.of(found),
                    found.turns().values().stream().mapToLong(Long::longValue).sum(),
                    found.turns());
        }
    }

    /** @param mean with one digit after the point */
    record Characters(long min, double mean, long max) {
        static Characters of(Findings found) {
            double mean =
                    found.exampleCount() == 0 ? 0 : (double) found.characters().total() / found.exampleCount();
            return new Characters(
                    found.characters().min(),
                    Math.round(mean * 10) / 10.0,
                    found.characters().max());
        }
    }

    static DatasetView ofList(Dataset dataset) {
        return of(dataset, null);
    }

    static DatasetView of(Dataset dataset) {
        return of(dataset, dataset.findings().map(Findings::reasons).orElse(List.of()));
    }

    private static DatasetView of(Dataset dataset, @Nullable List<Reason> reasons) {
        Dataset.Version version = dataset.version();
        Findings found = dataset.findings().orElse(null);
        long examples = found == null ? 0 : found.exampleCount();
        return new DatasetView(
                dataset.id(),
                DatasetIds.file(dataset.id()),
                dataset.name(),
                dataset.description(),
                dataset.format().name(),
                DatasetFilter.word(dataset.status()),
                progress(dataset),
                version == null ? 0 : version.number(),
                dataset.latest(),
                version == null ? null : version.filename(),
                dataset.bytes(),
                examples,
                version == null ? null : version.tokens(),
                found == null ? 0 : found.invalidLines(),
                found == null ? 0 : found.duplicateLines(),
                found == null || found.duplicatesExact(),
                version == null ? null : version.sha256(),
                version == null ? null : version.fault(),
                found == null ? null : Statistics.of(found, dataset.bytes()),
                reasons,
                dataset.createdAt(),
                dataset.updatedAt(),
                version == null ? null : version.validatedAt(),
                Formatted.bytes(dataset.bytes()),
                Formatted.count(examples),
                Formatted.day(dataset.createdAt()));
    }

    private static int progress(Dataset dataset) {
        if (dataset.version() == null) {
            return 0;
        }
        return dataset.status() == DatasetStatus.PROCESSING
                ? (int) Math.min(99, dataset.version().readBytes() * 100 / Math.max(1, dataset.bytes()))
                : 100;
    }
}
