package ai.radium.analytics;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What a caller wants to know. */
record Question(
        Topic topic, Window window, Metric metric, @Nullable GroupBy groupBy, Instant now) {
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
