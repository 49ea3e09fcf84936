package ai.radium.analytics;

import ai.radium.kit.paging.Page;
import ai.radium.kit.problem.CommonProblem;
import ai.radium.kit.problem.ProblemException;
import jakarta.ws.rs.QueryParam;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** The parameters that all analytics routes take. */
class AnalyticsQuery {
    private static final int MOST_ROWS = 50_000;

    @QueryParam("timeframe")
    @Nullable
    String timeframe;

    @QueryParam("from")
    @Nullable
    String from;

    @QueryParam("to")
    @Nullable
    String to;

    @QueryParam("metric")
    @Nullable
    String metric;

    @QueryParam("groupBy")
    @Nullable
    String groupBy;

    @QueryParam("format")
    @Nullable
    String format;

    @QueryParam("limit")
    @Nullable
    String limit;

    @QueryParam("offset")
    @Nullable
    String offset;

    /** @throws ProblemException INVALID_REQUEST naming the parameter that is not valid */
    Question toQuestion(Question.Topic topic, Instant now) {
        return new Question(
                topic,
                Window.of(timeframe, from, to, now),
                Metric.of(metric, topic.metric()),
                GroupBy.of(groupBy),
                Page.ofFile(limit, offset, MOST_ROWS),
                now);
    }

    boolean wantsCsv() {
        return switch (format == null ? "json" : format) {
            case "json" -> false;
            case "csv" -> true;
            default ->
                throw new ProblemException(CommonProblem.INVALID_REQUEST, "format must be json or csv", "format");
        };
    }
}
