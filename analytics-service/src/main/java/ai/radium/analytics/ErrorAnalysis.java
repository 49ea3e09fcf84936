package ai.radium.analytics;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What failed and why. */
record ErrorAnalysis(long totalErrors, List<ErrorType> errorTypes, List<RecentError> recentErrors) {
    static final int MOST_RECENT = 10;

    /** Failures of one code. */
    record Count(String code, long count) {}

    /** @param percentage of all errors, two digits after the point */
    record ErrorType(String type, long count, BigDecimal percentage) {}

    /** A failure, newest first. */
    record RecentError(
            Instant timestamp,
            String type,
            int status,
            String model,
            String deploymentId,
            @Nullable String keyId,
            String requestId) {}

    static ErrorAnalysis of(List<Count> counts, List<FailedRequestRow> recent) {
        long total = counts.stream().mapToLong(Count::count).sum();
        return new ErrorAnalysis(
                total,
                counts.stream()
                        .map(each -> new ErrorType(each.code(), each.count(), Figures.percentage(each.count(), total)))
                        .toList(),
                recent.stream().map(FailedRequestRow::toView).toList());
    }
}
