package ai.radium.analytics;

import static ai.radium.analytics.Outside.completed;
import static ai.radium.analytics.Outside.embedded;
import static ai.radium.analytics.Outside.failed;
import static ai.radium.analytics.Outside.rated;
import static ai.radium.analytics.Outside.trained;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;

import ai.radium.contracts.billing.TrainingRated;
import ai.radium.contracts.billing.UsageRated;
import ai.radium.contracts.usage.UsageRecord;
import ai.radium.contracts.usage.UsageRecorded;
import ai.radium.kit.ids.Ids;
import ai.radium.kit.testing.ContractedReplies;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@WithTestResource(AnalyticsStack.class)
class AnalyticsResourceTest {
    private static final String ACCOUNT = Ids.next("acct");

    private static Outside outside;

    private static final TrainingRated TRAINED = trained(ACCOUNT, "large", "2026-11-03T00:00:00Z", "2.500000000000");

    /** 1,200 requests to small and one to large today, 12 failures yesterday, one old request and one old job. */
    @BeforeAll
    static void usage() {
        outside = new Outside();
        List<UsageRecord> records = new ArrayList<>();
        IntStream.range(0, 1_200)
                .forEach(i -> records.add(completed("small", "2026-11-25T12:07:00Z", 10, 20, 100_000)));
        UsageRecord large = completed("large", "2026-11-25T11:00:00Z", 1_000, 2_000, 900_000);
        records.add(large);
        IntStream.range(0, 12)
                .forEach(i -> records.add(
                        failed("small", "2026-11-24T20:00:%02dZ".formatted(i), i < 9 ? "NO_REPLICA" : "TIMEOUT")));
        records.add(completed("large", "2026-11-02T00:00:00Z", 1, 1, 1_000));
        records.add(embedded("vectors", "2026-10-20T10:00:00Z", 8));
        for (int from = 0; from < records.size(); from += 400) {
            outside.send(new UsageRecorded(ACCOUNT, records.subList(from, Math.min(records.size(), from + 400))));
        }
        outside.send(TRAINED);
        outside.send(new UsageRated(ACCOUNT, List.of(rated(large, "1.234560000001"))));
        await().atMost(Duration.ofSeconds(60))
                .until(() -> outside.get(ACCOUNT, "/analytics?timeframe=30d").getInt("data.raw.totalRequests") == 1_214
                        && outside.get(ACCOUNT, "/analytics")
                                .getString("data.raw.totalCost")
                                .startsWith("1.2")
                        && outside.get(ACCOUNT, "/analytics?timeframe=30d")
                                .getString("data.raw.totalCost")
                                .startsWith("3.7"));
    }

    @AfterAll
    static void disconnect() {
        outside.close();
    }

    @Test
    void saysWhatTheContractLists() {
        ContractedReplies.hold(
                outside.raw(ACCOUNT),
                Map.of(
                        "GET /analytics/usage",
                        "/analytics/usage?groupBy=model",
                        "GET /analytics/costs",
                        "/analytics/costs?timeframe=30d",
                        "GET /organization/usage/completions",
                        "/organization/usage/completions?start_time=1795600000&group_by[]=model&group_by[]=api_key_id",
                        "GET /organization/usage/embeddings",
                        "/organization/usage/embeddings?start_time=1792490400&end_time=1792492000&bucket_width=1h",
                        "GET /organization/usage/{kind}",
                        "/organization/usage/images?start_time=1795600000",
                        "GET /organization/costs",
                        "/organization/costs?start_time=1795600000&group_by=line_item"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/analytics", "/analytics/usage"})
    void sumsUpTheLastDayInWordsAndInNumbers(String path) {
        JsonPath reply = outside.get(ACCOUNT, path);

        assertThat(reply.getMap("data.summary"))
                .isEqualTo(Map.of(
                        "totalRequests", "1,213",
                        "successRequests", "1,201",
                        "errorRequests", "12",
                        "errorRate", "0.99%",
                        "totalTokens", "39,000",
                        "inputTokens", "13,000",
                        "outputTokens", "26,000",
                        "totalCost", "$1.2346",
                        "avgLatency", "101ms",
                        "p95Latency", reply.getString("data.summary.p95Latency")));
        assertThat(reply.getString("data.raw.totalCost")).isEqualTo("1.234560000001");
        assertThat(reply.getDouble("data.raw.p95LatencyMs")).isBetween(99.0, 101.1);
        assertThat(reply.getString("data.timeframe")).isEqualTo("24h");
        assertThat(reply.getString("data.metric")).isEqualTo("requests");
    }

    @ParameterizedTest
    @CsvSource({"1h,12,1200", "24h,24,1213", "7d,7,1213", "30d,30,1214"})
    void hasEveryBucketOfTheTimeframe(String timeframe, int buckets, int requests) {
        JsonPath reply = outside.get(ACCOUNT, "/analytics/usage?timeframe=" + timeframe);

        assertThat(reply.getList("data.chartData")).hasSize(buckets);
        assertThat(reply.getInt("data.chartData.requests.sum()")).isEqualTo(requests);
    }

    @Test
    void tellsABucketWhole() {
        Map<String, Object> bucket = outside.get(
                        ACCOUNT, "/analytics?from=2026-11-25T11:00:00Z&to=2026-11-25T11:05:00Z")
                .getMap("data.chartData[0]");

        assertThat(bucket)
                .containsEntry("time", "11:00")
                .containsEntry("timestamp", "2026-11-25T11:00:00.000Z")
                .containsEntry("requests", 1)
                .containsEntry("errors", 0)
                .containsEntry("tokens", 3_000)
                .containsEntry("inputTokens", 1_000)
                .containsEntry("outputTokens", 2_000)
                .containsEntry("cost", "1.234560000001")
                .containsKeys("avgLatency", "p95Latency", "ttft");
    }

    @Test
    void sortsModelsByTheMetric() {
        assertThat(outside.get(ACCOUNT, "/analytics").getList("data.topModels.model"))
                .isEqualTo(List.of("small", "large"));
        assertThat(outside.get(ACCOUNT, "/analytics?metric=cost").getList("data.topModels.model"))
                .isEqualTo(List.of("large", "small"));
    }

    @Test
    void analysesErrors() {
        JsonPath reply = outside.get(ACCOUNT, "/analytics");

        assertThat(reply.getInt("data.errorAnalysis.totalErrors")).isEqualTo(12);
        assertThat(reply.getList("data.errorAnalysis.errorTypes.type")).isEqualTo(List.of("NO_REPLICA", "TIMEOUT"));
        assertThat(reply.getList("data.errorAnalysis.errorTypes.count")).isEqualTo(List.of(9, 3));
        assertThat(reply.getFloat("data.errorAnalysis.errorTypes[0].percentage"))
                .isEqualTo(75f);
        assertThat(reply.getList("data.errorAnalysis.recentErrors")).hasSize(10);
        assertThat(reply.getString("data.errorAnalysis.recentErrors[0].timestamp"))
                .isEqualTo("2026-11-24T20:00:11.000Z");
    }

    @ParameterizedTest
    @CsvSource({"model,small", "deployment,dep_1", "key,key_1", "day,2026-11-24", "adapter,''"})
    void breaksDown(String by, String firstGroup) {
        assertThat(outside.get(ACCOUNT, "/analytics?groupBy=" + by).getString("data.groups[0].group"))
                .isEqualTo(firstGroup);
    }

    @Test
    void tellsWhereTheMoneyWent() {
        JsonPath reply = outside.get(ACCOUNT, "/analytics/costs");

        assertThat(reply.getString("data.metric")).isEqualTo("cost");
        assertThat(reply.getString("data.costs.total")).isEqualTo("1.234560000001");
        assertThat(reply.getString("data.costs.byModel[0].group")).isEqualTo("large");
        assertThat(reply.getString("data.costs.byKey[0].cost")).isEqualTo("1.234560000001");
    }

    @Test
    void countsWhatAJobTrainedAsACostOfItsModelAndJobAndAsNoRequest() {
        String day = "from=2026-11-03&to=2026-11-04";

        JsonPath costs = outside.get(ACCOUNT, "/analytics/costs?" + day);

        assertThat(costs.getString("data.raw.totalCost")).isEqualTo("2.50");
        assertThat(costs.getInt("data.raw.totalRequests")).isZero();
        assertThat(costs.getInt("data.raw.totalTokens")).isZero();
        assertThat(costs.getList("data.costs.byModel.group")).isEqualTo(List.of("large"));
        assertThat(costs.getList("data.costs.byDeployment.group")).isEqualTo(List.of(""));
        assertThat(costs.getList("data.costs.byJob.group")).isEqualTo(List.of(TRAINED.jobId()));
        assertThat(costs.getList("data.costs.byJob.cost")).isEqualTo(List.of("2.50"));
        assertThat(outside.get(ACCOUNT, "/analytics?groupBy=job&" + day).getList("data.groups.group"))
                .isEqualTo(List.of(TRAINED.jobId()));
        assertThat(outside.get(ACCOUNT, "/analytics/costs").getList("data.costs.byJob"))
                .isEmpty();
        assertThat(outside.get(ACCOUNT, "/analytics/performance?" + day).getList("data.performance.byModel"))
                .isEmpty();
    }

    @Test
    void tellsHowFastItWasFromTheSketches() {
        JsonPath reply =
                outside.get(ACCOUNT, "/analytics/performance?from=2026-11-25T12:05:00Z&to=2026-11-25T12:10:00Z");

        assertThat(reply.getDouble("data.performance.latency.p50")).isBetween(99.0, 101.1);
        assertThat(reply.getDouble("data.performance.latency.p99")).isBetween(99.0, 101.1);
        assertThat(reply.getDouble("data.performance.ttft.p95")).isBetween(9.9, 10.2);
        assertThat(reply.getDouble("data.performance.timePerOutputToken")).isEqualTo(5);
        assertThat(reply.getDouble("data.performance.timePerOutputTokenPercentiles.p95"))
                .isBetween(4.949, 5.051);
        assertThat(reply.getDouble("data.performance.byDeployment[0].timePerOutputTokenPercentiles.p99"))
                .isBetween(4.949, 5.051);
        assertThat(reply.getDouble("data.performance.tokensPerMinute")).isEqualTo(7_200);
        assertThat(reply.getString("data.performance.byModel[0].group")).isEqualTo("small");
    }

    @Test
    void exportsTheChartOrTheGroupsAsCsv() {
        String chart = outside.as(ACCOUNT).get("/analytics/usage?format=csv").asString();
        String groups = outside.as(ACCOUNT)
                .get("/analytics/costs?format=csv&groupBy=model")
                .asString();

        assertThat(chart.lines().findFirst())
                .hasValue("timestamp,requests,errors,tokens,inputTokens,outputTokens,cost,avgLatency,p95Latency,ttft");
        assertThat(chart.lines()).hasSize(25);
        assertThat(groups.lines().skip(1).findFirst().orElseThrow())
                .startsWith("large,1,0,3000,1000,2000,1.234560000001,900.0,");
    }

    @ParameterizedTest
    @CsvSource({
        "limit=3,3",
        "limit=1000,24",
        "offset=20,4",
        "limit=3&offset=22,2",
        "groupBy=model&limit=1,1",
        "groupBy=model&offset=1,1",
        "groupBy=model&offset=2,0"
    })
    void exportsNoMoreThanTheLimit(String slice, int rows) {
        String csv =
                outside.as(ACCOUNT).get("/analytics/usage?format=csv&" + slice).asString();

        assertThat(csv.lines()).hasSize(1 + rows);
    }

    @Test
    void neverShowsAnotherAccountsUsage() {
        String stranger = Ids.next("acct");

        JsonPath reply = outside.get(stranger, "/analytics/performance?timeframe=30d");

        assertThat(reply.getString("data.summary.totalRequests")).isEqualTo("0");
        assertThat(reply.getString("data.raw.totalCost")).isEqualTo("0.00");
        assertThat(reply.getList("data.topModels")).isEmpty();
        assertThat(reply.getList("data.errorAnalysis.recentErrors")).isEmpty();
        assertThat(reply.getList("data.chartData")).hasSize(30);
    }

    @ParameterizedTest
    @CsvSource({
        "timeframe=2h,timeframe",
        "metric=joy,metric",
        "groupBy=colour,groupBy",
        "limit=0,limit",
        "offset=-1,offset",
        "format=xml,format",
        "from=noon,from",
        "to=2026-11-25,from",
        "'from=2026-11-25&to=2026-11-25',to"
    })
    void refusesABadParameterByName(String query, String param) {
        outside.as(ACCOUNT)
                .get("/analytics/usage?" + query)
                .then()
                .statusCode(400)
                .body("code", equalTo("INVALID_REQUEST"))
                .body("param", equalTo(param));
    }

    @Test
    void refusesACallerThatTheGatewayDidNotSend() {
        given().get("/analytics").then().statusCode(401);
    }
}
