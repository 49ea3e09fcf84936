package ai.radium.analytics;

import ai.radium.kit.paging.Page;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What the analytics routes answer; parts that were not asked for are left out. */
@JsonInclude(JsonInclude.Include.NON_NULL)
record Report(
        Summary summary,
        Summary.Raw raw,
        List<Point> chartData,
        List<ModelShare> topModels,
        ErrorAnalysis errorAnalysis,
        @Nullable List<Group> groups,
        @Nullable Costs costs,
        @Nullable Performance performance,
        String timeframe,
        Metric metric,
        Instant from,
        Instant to) {
    private static final int TOP_MODELS = 5;
    private static final DateTimeFormatter OF_DAY =
            DateTimeFormatter.ofPattern("HH:mm", Locale.ROOT).withZone(ZoneOffset.UTC);
    private static final DateTimeFormatter DAY =
            DateTimeFormatter.ofPattern("uuuu-MM-dd", Locale.ROOT).withZone(ZoneOffset.UTC);

    /** A bucket of the chart; {@code time} is its label, {@code timestamp} its start. */
    record Point(
            String time, Instant timestamp, @JsonUnwrapped Figures figures) {}

    /** What is common to some requests, and their figures. */
    record Group(String group, @JsonUnwrapped Figures figures) {}

    /** One of the models used most. */
    record ModelShare(String model, @JsonUnwrapped Figures figures) {}

    /**
     * Where the money went, largest first. What fine-tuning jobs trained has neither deployment nor key: there it is the
     * group without a name.
     *
     * @param byJob fine-tuning jobs alone
     */
    record Costs(
            String total,
            String currency,
            List<Group> byModel,
            List<Group> byDeployment,
            List<Group> byKey,
            List<Group> byJob) {}

    static Report of(Question question, List<RollupRow> rows, ErrorAnalysis errors) {
        Rollup rollup = new Rollup(rows);
        Tally total = rollup.total();
        return new Report(
                Summary.of(total),
                Summary.Raw.of(total),
                chart(question.window(), rollup),
                rollup.largest(GroupBy.MODEL, question.metric())
                        .limit(TOP_MODELS)
                        .map(each -> new ModelShare(each.getKey(), Figures.of(each.getValue())))
                        .toList(),
                errors,
                question.groupBy() == null
                        ? null
                        : page(groups(rollup, question.groupBy(), question.metric()), question.page()),
                question.topic() == Question.Topic.COSTS ? costs(rollup, total) : null,
                question.topic() == Question.Topic.PERFORMANCE ? performance(rollup, total, question) : null,
                question.window().timeframe(),
                question.metric(),
                question.window().start(),
                question.window().end());
    }

    private static List<Point> chart(Window window, Rollup rollup) {
        DateTimeFormatter label = window.bucket().compareTo(Duration.ofDays(1)) < 0 ? OF_DAY : DAY;
        Map<Instant, Tally> buckets = rollup.by(key -> window.bucketOf(key.start()));
        return window.buckets().stream()
                .map(start ->
                        new Point(label.format(start), start, Figures.of(buckets.getOrDefault(start, new Tally()))))
                .toList();
    }

    private static List<Group> groups(Rollup rollup, GroupBy by, Metric metric) {
        List<Group> groups = rollup.largest(by, metric)
                .map(each -> new Group(each.getKey(), Figures.of(each.getValue())))
                .toList();
        return by == GroupBy.DAY
                ? groups.stream().sorted(Comparator.comparing(Group::group)).toList()
                : groups;
    }

    private static List<Group> page(List<Group> groups, Page page) {
        return groups.stream().skip(page.offset()).limit(page.limit()).toList();
    }

    private static Costs costs(Rollup rollup, Tally total) {
        Function<GroupBy, List<Group>> by = each -> groups(rollup, each, Metric.COST);
        return new Costs(
                total.costText(),
                "USD",
                by.apply(GroupBy.MODEL),
                by.apply(GroupBy.DEPLOYMENT),
                by.apply(GroupBy.KEY),
                by.apply(GroupBy.JOB).stream()
                        .filter(job -> !job.group().isEmpty())
                        .toList());
    }

    private static Performance performance(Rollup rollup, Tally total, Question question) {
        double minutes = question.window().minutesUntil(question.now());
        Function<GroupBy, List<Performance.Group>> by = each -> rollup.largest(each, question.metric())
                .filter(group -> group.getValue().requests() > 0)
                .map(group -> new Performance.Group(
                        group.getKey(), group.getValue().requests(), Performance.Speed.of(group.getValue(), minutes)))
                .toList();
        return new Performance(
                Performance.Speed.of(total, minutes), by.apply(GroupBy.MODEL), by.apply(GroupBy.DEPLOYMENT));
    }
}
