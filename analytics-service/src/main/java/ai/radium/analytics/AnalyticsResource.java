package ai.radium.analytics;

import ai.radium.analytics.Question.Topic;
import ai.radium.kit.identity.Identity;
import ai.radium.kit.life.OffLoop;
import ai.radium.kit.paging.CsvReply;
import ai.radium.kit.paging.Page;
import ai.radium.kit.paging.Reply;
import ai.radium.kit.problem.Times;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Response;
import java.time.InstantSource;
import java.util.List;
import java.util.stream.Stream;
import org.hibernate.reactive.mutiny.Mutiny;

@Path("/analytics")
class AnalyticsResource {
    private final Identity identity;
    private final Mutiny.SessionFactory sessions;
    private final Rollups rollups;
    private final FailedRequests failures;
    private final InstantSource clock;

    AnalyticsResource(
            Identity identity,
            Mutiny.SessionFactory sessions,
            Rollups rollups,
            FailedRequests failures,
            InstantSource clock) {
        this.identity = identity;
        this.sessions = sessions;
        this.rollups = rollups;
        this.failures = failures;
        this.clock = clock;
    }

    /** The same as usage. */
    @GET
    public Uni<Response> overview(@BeanParam AnalyticsQuery query) {
        return answer(Topic.USAGE, query);
    }

    @GET
    @Path("/usage")
    public Uni<Response> usage(@BeanParam AnalyticsQuery query) {
        return answer(Topic.USAGE, query);
    }

    @GET
    @Path("/costs")
    public Uni<Response> costs(@BeanParam AnalyticsQuery query) {
        return answer(Topic.COSTS, query);
    }

    @GET
    @Path("/performance")
    public Uni<Response> performance(@BeanParam AnalyticsQuery query) {
        return answer(Topic.PERFORMANCE, query);
    }

    private Uni<Response> answer(Topic topic, AnalyticsQuery query) {
        Question question = query.toQuestion(topic, clock.instant());
        boolean csv = query.wantsCsv();
        return report(identity.account(), question)
                .map(report -> csv
                        ? csv(report, question.page())
                        : Response.ok(Reply.of(report)).build());
    }

    /** Folding a month of a busy account takes longer than an event loop may stand still. */
    private Uni<Report> report(String account, Question question) {
        return sessions.withSession(session -> rollups.find(session, account, question.window())
                        .chain(rows -> failures.analysis(session, account, question.window())
                                .map(errors -> new Findings(rows, errors))))
                .chain(found -> OffLoop.call(() -> Report.of(question, found.rows(), found.errors())));
    }

    private record Findings(List<RollupRow> rows, ErrorAnalysis errors) {}

    /** The groups when there are some, else the chart. */
    private static Response csv(Report report, Page page) {
        List<Report.Group> groups = report.groups();
        return groups == null
                ? CsvReply.of(
                                "analytics.csv",
                                withFigures("timestamp"),
                                report.chartData().stream()
                                        .skip(page.offset())
                                        .limit(page.limit())
                                        .map(point -> row(Times.text(point.timestamp()), point.figures()))
                                        .toList())
                        .build()
                : CsvReply.of(
                                "analytics.csv",
                                withFigures("group"),
                                groups.stream()
                                        .map(group -> row(group.group(), group.figures()))
                                        .toList())
                        .build();
    }

    private static List<String> withFigures(String column) {
        return Stream.concat(Stream.of(column), Figures.COLUMNS.stream()).toList();
    }

    private static List<String> row(String name, Figures figures) {
        return Stream.concat(Stream.of(name), figures.cells().stream()).toList();
    }
}
