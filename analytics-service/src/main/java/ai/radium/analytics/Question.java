package ai.radium.analytics;

import ai.radium.kit.paging.Page;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a caller wants to know.
 *
 * @param page the slice of the groups, and of the rows of a file, that is wanted
 */
record Question(
        Topic topic, Window window, Metric metric, @Nullable GroupBy groupBy, Page page, Instant now) {
    /** Which route asks, and what it sorts by unless told. */
    enum Topic {
        USAGE(Metric.REQUESTS),
        COSTS(Metric.COST),
        PERFORMANCE(Metric.LATENCY);

        private final Metric metric;

        Topic(Metric metric) {
            this.metric = metric;
        }

        Metric metric() {
            return metric;
        }
    }
}
