package ai.radium.analytics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

import ai.radium.contracts.Event;
import ai.radium.contracts.billing.UsageRated;
import ai.radium.contracts.usage.UsageRecord;
import ai.radium.contracts.usage.UsageRecorded;
import ai.radium.kit.ids.Ids;
import ai.radium.kit.testing.PackagedService;
import ai.radium.kit.testing.RawHttp;
import ai.radium.kit.testing.TestEdge;
import ai.radium.kit.testing.TestTopics;
import io.restassured.path.json.JsonPath;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Two instances of one group, of which one is killed on the way, against what a loop over the records adds up. */
class TwoInstancesIT {
    private static final int ACCOUNTS = 12;
    private static final int RECORDS_OF_EACH = 400;

    /** Minutes, hours and days are whole here. */
    private final Instant end = Instant.now().truncatedTo(ChronoUnit.DAYS);

    private final Random random = new Random(14);
    private final TestEdge edge = new TestEdge();

    @Test
    void shareTheWorkAndAgreeWhateverComesTwiceLateOrInDisorderAndWhoeverIsKilled() {
        Map<String, String> settings = new AnalyticsStack().start();
        edge.publishAt(AnalyticsStack.setting(settings, "radium.internal.jwks"));
        Map<String, List<UsageRecord>> used =
                IntStream.range(0, ACCOUNTS).boxed().collect(Collectors.toMap(i -> Ids.next("acct"), i -> records()));
        List<Event> events = used.entrySet().stream()
                .flatMap(entry -> events(entry.getKey(), entry.getValue()))
                .collect(Collectors.toCollection(ArrayList::new));
        Collections.shuffle(events, random);
        try (PackagedService one = new PackagedService(settings);
                TestTopics topics = new TestTopics(
                        AnalyticsStack.setting(settings, "radium.kafka"),
                        AnalyticsStack.setting(settings, "radium.outbox.topic-prefix"))) {
            awaitReady(one);
            try (PackagedService other = new PackagedService(settings)) {
                awaitReady(other);
                events.subList(0, events.size() / 2).forEach(topics::send);
                try (PackagedService third = new PackagedService(settings)) {
                    other.kill();
                    events.subList(events.size() / 2, events.size()).forEach(topics::send);
                    awaitReady(third);
                    used.forEach((account, records) -> await().atMost(Duration.ofMinutes(2))
                            .pollInterval(Duration.ofMillis(500))
                            .untilAsserted(() -> assertAgree(account, records, one, third)));
                    awaitBothTake(topics, one, third);
                }
            }
        }
    }

    /** Each has a share of the partitions in the end: of accounts enough there is one for either. */
    private void awaitBothTake(TestTopics topics, PackagedService one, PackagedService other) {
        await().atMost(Duration.ofMinutes(2))
                .pollInterval(Duration.ofMillis(200))
                .until(() -> {
                    topics.send(new UsageRecorded(Ids.next("acct"), records().subList(0, 1)));
                    return taken(one) > 0 && taken(other) > 0;
                });
    }

    private static void awaitReady(PackagedService service) {
        await().atMost(Duration.ofMinutes(2))
                .pollInterval(Duration.ofMillis(200))
                .until(service::isReady);
    }

    /** Over 20 days, most of them in the last. */
    private List<UsageRecord> records() {
        return IntStream.range(0, RECORDS_OF_EACH)
                .mapToObj(i -> Outside.completed(
                        "key_" + random.nextInt(3),
                        "model_" + random.nextInt(3),
                        end.minusSeconds(1 + random.nextInt(random.nextInt(4) == 0 ? 20 * 86_400 : 86_400))
                                .toString(),
                        random.nextInt(1_000),
                        0,
                        1 + random.nextInt(1_000),
                        1_000 + random.nextInt(1_000_000)))
                .toList();
    }

    /** Each record one to four times, in messages of their own cut; and the same of what they cost. */
    private Stream<Event> events(String account, List<UsageRecord> records) {
        return Stream.concat(
                regrouped(records).map(part -> new UsageRecorded(account, part)),
                regrouped(records)
                        .map(part -> new UsageRated(
                                account,
                                part.stream()
                                        .map(record -> Outside.rated(record, "0.000000000007"))
                                        .toList())));
    }

    private Stream<List<UsageRecord>> regrouped(List<UsageRecord> records) {
        List<UsageRecord> copies = new ArrayList<>();
        records.forEach(record -> copies.addAll(Collections.nCopies(1 + random.nextInt(4), record)));
        Collections.shuffle(copies, random);
        List<List<UsageRecord>> parts = new ArrayList<>();
        for (int from = 0; from < copies.size(); ) {
            int to = Math.min(copies.size(), from + 1 + random.nextInt(80));
            parts.add(List.copyOf(copies.subList(from, to)));
            from = to;
        }
        return parts.stream();
    }

    private void assertAgree(String account, List<UsageRecord> records, PackagedService one, PackagedService other) {
        Instant lastHours = end.minus(Duration.ofHours(2));
        Instant lastDay = end.minus(Duration.ofDays(1));
        for (Instant from : List.of(lastHours, lastDay, end.minus(Duration.ofDays(20)))) {
            String target = "/analytics/performance?groupBy=model&from=%s&to=%s".formatted(from, end);
            String told = ask(one, account, target);
            assertThat(ask(other, account, target)).isEqualTo(told);
            List<UsageRecord> oracle = records.stream()
                    .filter(record -> !record.time().isBefore(from))
                    .toList();
            JsonPath reply = JsonPath.from(told);
            assertThat(reply.getInt("data.raw.totalRequests")).isEqualTo(oracle.size());
            assertThat(reply.getInt("data.raw.totalTokens"))
                    .isEqualTo(oracle.stream()
                            .mapToInt(record -> record.promptTokens() + record.completionTokens())
                            .sum());
            assertThat(reply.getString("data.raw.totalCost"))
                    .isEqualTo("%.12f".formatted(7e-12 * oracle.size()).replaceFirst("0+$", ""));
            assertThat(reply.getInt("data.chartData.requests.sum()")).isEqualTo(oracle.size());
            double p95 = exactP95(oracle);
            assertThat(reply.getDouble("data.raw.p95LatencyMs")).isCloseTo(p95, within(p95 * 0.011 + 0.1));
            assertThat(reply.getDouble("data.performance.latency.p95")).isCloseTo(p95, within(p95 * 0.011 + 0.1));
        }
    }

    private static double exactP95(List<UsageRecord> records) {
        return records.stream()
                        .mapToLong(UsageRecord::latencyMicros)
                        .sorted()
                        .skip((long) Math.ceil(0.95 * records.size() - 1e-9) - 1)
                        .findFirst()
                        .orElseThrow()
                / 1_000.0;
    }

    private String ask(PackagedService service, String account, String target) {
        RawHttp.Reply reply =
                new RawHttp(service.uri(), () -> edge.developerOf(account, "analytics-service")).ask("GET", target);
        assertThat(reply.status()).as(reply.body()).isEqualTo(200);
        return reply.body();
    }

    /** Events that this instance took. */
    private static double taken(PackagedService service) {
        return new RawHttp(service.uri(), "")
                .ask("GET", "/metrics")
                .body()
                .lines()
                .filter(line -> line.startsWith("radium_inbox_events_total") && line.contains("outcome=\"taken\""))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' '))))
                .sum();
    }
}
