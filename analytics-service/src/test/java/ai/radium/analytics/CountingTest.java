package ai.radium.analytics;

import static ai.radium.analytics.Outside.completed;
import static ai.radium.analytics.Outside.failed;
import static ai.radium.analytics.Outside.rated;
import static ai.radium.analytics.Outside.ready;
import static ai.radium.analytics.Outside.trained;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

import ai.radium.contracts.billing.ReplicaTimeRated;
import ai.radium.contracts.billing.TrainingRated;
import ai.radium.contracts.billing.UsageRated;
import ai.radium.contracts.usage.UsageRecord;
import ai.radium.contracts.usage.UsageRecorded;
import ai.radium.kit.ids.Ids;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(AnalyticsStack.class)
class CountingTest {
    private static Outside outside;

    private final String account = Ids.next("acct");

    @BeforeAll
    static void connect() {
        outside = new Outside();
    }

    @AfterAll
    static void disconnect() {
        outside.close();
    }

    @Test
    void countsEveryRecordAndCostOnceHoweverTheyAreRepeatedReorderedAndRegrouped() {
        Random random = new Random(11);
        Instant first = Instant.parse("2026-11-25T02:00:00Z");
        List<UsageRecord> records = IntStream.range(0, 1_000)
                .mapToObj(i -> completed(
                        "model_" + random.nextInt(3),
                        first.plusSeconds(random.nextInt(36_000)).toString(),
                        random.nextInt(1_000),
                        random.nextInt(1_000),
                        1_000 + random.nextInt(1_000_000)))
                .toList();

        regrouped(
                records,
                random,
                part -> outside.send("gateway-" + random.nextInt(20), new UsageRecorded(account, part)));
        regrouped(
                records,
                random,
                part -> outside.send(new UsageRated(
                        account,
                        part.stream()
                                .map(record -> rated(record, "0.000000000001"))
                                .toList())));

        eventually("data.raw.totalCost", "0.000000001");
        JsonPath reply = eventually("data.raw.totalRequests", "1000");
        assertThat(reply.getInt("data.raw.inputTokens"))
                .isEqualTo(records.stream().mapToInt(UsageRecord::promptTokens).sum());
        assertThat(reply.getInt("data.raw.outputTokens"))
                .isEqualTo(
                        records.stream().mapToInt(UsageRecord::completionTokens).sum());
        assertThat(reply.getList("data.chartData.requests", Integer.class).stream()
                        .mapToInt(Integer::intValue)
                        .sum())
                .isEqualTo(1_000);
        double exact = records.stream()
                        .mapToLong(UsageRecord::latencyMicros)
                        .sorted()
                        .skip(949)
                        .findFirst()
                        .orElseThrow()
                / 1_000.0;
        assertThat(reply.getDouble("data.raw.p95LatencyMs")).isCloseTo(exact, within(exact * 0.02));
    }

    @Test
    void countsWhatAJobTrainedOnceBesideTheCallsOfItsHour() {
        UsageRecord call = completed("m", "2026-11-25T11:00:00Z", 10, 20, 40_000);
        TrainingRated job = trained(account, "m", "2026-11-25T11:00:00Z", "1.000000000001");
        outside.send(new UsageRecorded(account, List.of(call)));
        for (int i = 0; i < 3; i++) {
            outside.send(job);
            outside.send(new UsageRated(account, List.of(rated(call, "0.500000000000"))));
        }
        outside.send(trained(account, "m", "2026-11-25T11:59:59Z", "1.000000000000"));

        JsonPath reply = eventually("data.raw.totalCost", "2.500000000001");

        assertThat(reply.getInt("data.raw.totalRequests")).isEqualTo(1);
        assertThat(reply.getInt("data.raw.totalTokens")).isEqualTo(30);
        assertThat(reply.getInt("data.raw.errorRequests")).isZero();
    }

    @Test
    void countsTheTimeOfReplicasOnceAsACostOfItsDeploymentAndModel() {
        UsageRecord call = completed("m", "2026-11-25T11:00:00Z", 10, 20, 40_000);
        ReplicaTimeRated time = ready(account, "m", "2026-11-25T11:05:00Z", "0.375000000000");
        outside.send(new UsageRecorded(account, List.of(call)));
        outside.send(new UsageRated(account, List.of(rated(call, "0.000000000000"))));
        for (int i = 0; i < 3; i++) {
            outside.send(time);
        }
        outside.send(ready(account, "m", "2026-11-25T11:10:00Z", "0.375000000000"));

        JsonPath reply = eventually("data.raw.totalCost", "0.75");

        assertThat(reply.getInt("data.raw.totalRequests")).isEqualTo(1);
        assertThat(reply.getInt("data.raw.totalTokens")).isEqualTo(30);
        JsonPath costs = outside.get(account, "/analytics/costs");
        assertThat(costs.getList("data.costs.byModel.group")).isEqualTo(List.of("m"));
        assertThat(costs.getList("data.costs.byDeployment.group")).isEqualTo(List.of("dep_1"));
        assertThat(costs.getList("data.costs.byDeployment.cost")).isEqualTo(List.of("0.75"));
    }

    @Test
    void countsWhatComesWeeksLateIntoItsOwnMinuteHourAndDayAndRepeatsOfItNever() {
        UsageRecord late = completed("ft:m:acct:x:1", "2026-11-01T23:59:59Z", 10, 20, 40_000);
        for (int i = 0; i < 3; i++) {
            outside.send(new UsageRecorded(account, List.of(late)));
            outside.send(new UsageRated(account, List.of(rated(late, "0.500000000000"))));
        }
        outside.send(new UsageRecorded(account, List.of(completed("m", "2026-11-25T12:00:00Z", 1, 1, 40_000))));

        eventually("data.raw.totalTokens", "2");
        for (String window : List.of(
                "from=2026-11-01T23:55:00Z&to=2026-11-02", // minutes
                "from=2026-11-01&to=2026-11-02", // hours
                "from=2026-10-25&to=2026-11-02")) { // days
            await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> {
                JsonPath reply = outside.get(account, "/analytics?groupBy=adapter&" + window);
                assertThat(reply.getInt("data.raw.totalRequests")).as(window).isEqualTo(1);
                assertThat(reply.getString("data.raw.totalCost")).as(window).isEqualTo("0.50");
                assertThat(reply.getDouble("data.raw.p95LatencyMs")).as(window).isCloseTo(40, within(0.5));
                assertThat(reply.getList("data.groups.group")).as(window).isEqualTo(List.of("ft:m:acct:x:1"));
            });
        }
    }

    @Test
    void takesTenThousandRecordsInSeconds() {
        Instant begin = Instant.now();
        for (int message = 0; message < 100; message++) {
            outside.send(new UsageRecorded(
                    account,
                    IntStream.range(0, 100)
                            .mapToObj(i ->
                                    completed("model_" + i % 4, "2026-11-25T12:0" + i % 10 + ":00Z", 12, 30, 1_000 + i))
                            .toList()));
        }

        eventually("data.raw.totalTokens", "420000");
        Duration took = Duration.between(begin, Instant.now());
        assertThat(took).isLessThan(Duration.ofSeconds(60));
        org.jboss.logging.Logger.getLogger(CountingTest.class).infof("10,000 records in %s", took);
    }

    @Test
    void countsAFailureAsARequestWithoutTokensOrDurations() {
        outside.send(new UsageRecorded(
                account,
                List.of(
                        completed("m", "2026-11-25T12:00:00Z", 10, 20, 40_000),
                        failed("m", "2026-11-25T12:01:00Z", "NO_REPLICA"))));

        JsonPath reply = eventually("data.raw.totalRequests", "2");
        assertThat(reply.getInt("data.raw.errorRequests")).isEqualTo(1);
        assertThat(reply.getInt("data.raw.totalTokens")).isEqualTo(30);
        assertThat(reply.getDouble("data.raw.avgLatencyMs")).isEqualTo(40);
    }

    /** Each record one to five times, shuffled, cut into parts of 1 to 500. */
    private static void regrouped(List<UsageRecord> records, Random random, Consumer<List<UsageRecord>> part) {
        List<UsageRecord> copies = new ArrayList<>();
        records.forEach(record -> copies.addAll(Collections.nCopies(1 + random.nextInt(5), record)));
        Collections.shuffle(copies, random);
        for (int from = 0; from < copies.size(); ) {
            int to = Math.min(copies.size(), from + 1 + random.nextInt(500));
            part.accept(copies.subList(from, to));
            from = to;
        }
    }

    private JsonPath eventually(String path, String value) {
        await().atMost(Duration.ofSeconds(60))
                .pollInterval(Duration.ofMillis(100))
                .until(() -> new BigDecimal(outside.get(account, "/analytics").getString(path))
                                .compareTo(new BigDecimal(value))
                        == 0);
        return outside.get(account, "/analytics");
    }
}
