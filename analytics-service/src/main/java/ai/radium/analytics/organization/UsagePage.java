package ai.radium.analytics.organization;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Buckets in OpenAI's shape, empty ones too.
 *
 * @param nextPage value of {@code page} for what follows; null at the end
 */
@JsonNaming(SnakeCaseStrategy.class)
record UsagePage(
        String object,
        List<Bucket> data,
        boolean hasMore,
        @Nullable String nextPage) {
    UsagePage {
        data = List.copyOf(data);
    }

    /**
     * One of them.
     *
     * @param startTime seconds since 1970
     * @param endTime seconds since 1970, exclusive
     */
    @JsonNaming(SnakeCaseStrategy.class)
    record Bucket(String object, long startTime, long endTime, List<UsageResult> results) {
        Bucket {
            results = List.copyOf(results);
        }
    }

    /** @param result of sums; empty is left out */
    static UsagePage of(Buckets buckets, List<Sums> sums, Function<Sums, Optional<UsageResult>> result) {
        Map<Long, List<UsageResult>> byStart = sums.stream()
                .collect(Collectors.groupingBy(
                        each -> each.start().getEpochSecond(),
                        Collectors.flatMapping(each -> result.apply(each).stream(), Collectors.toList())));
        return new UsagePage(
                "page",
                buckets.starts()
                        .mapToObj(start -> new Bucket(
                                "bucket",
                                start,
                                start + buckets.width().seconds(),
                                byStart.getOrDefault(start, List.of())))
                        .toList(),
                buckets.nextPage() != null,
                buckets.nextPage());
    }
}
