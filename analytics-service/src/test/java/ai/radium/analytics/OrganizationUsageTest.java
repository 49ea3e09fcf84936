package ai.radium.analytics;

import static ai.radium.analytics.Outside.completed;
import static ai.radium.analytics.Outside.embedded;
import static ai.radium.analytics.Outside.failed;
import static ai.radium.analytics.Outside.rated;
import static ai.radium.analytics.Outside.trained;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;

import ai.radium.contracts.billing.UsageRated;
import ai.radium.contracts.usage.UsageRecord;
import ai.radium.contracts.usage.UsageRecorded;
import ai.radium.kit.ids.Ids;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@link Noon} is now: 1795609830 in seconds since 1970. */
@QuarkusTest
@WithTestResource(AnalyticsStack.class)
class OrganizationUsageTest {
    private static final String ACCOUNT = Ids.next("acct");
    private static final String COMPLETIONS = "/organization/usage/completions?start_time=";
    private static final String COSTS = "/organization/costs?start_time=";
    private static final long TODAY = 1_795_564_800;
    private static final long YESTERDAY = TODAY - 86_400;

    private static Outside outside;

    /** Three chats of two keys and a user, two requests for vectors and a failure today; a chat and a job yesterday. */
    @BeforeAll
    static void usage() {
        outside = new Outside();
        UsageRecord first = completed("key_1", "small", "2026-11-25T12:07:10Z", 100, 40, 20, 100_000);
        UsageRecord second = completed("key_2", "small", "2026-11-25T12:07:50Z", 10, 0, 2, 100_000);
        UsageRecord user = completed(null, "large", "2026-11-25T03:00:00Z", 1_000, 0, 200, 100_000);
        UsageRecord before = completed("key_1", "small", "2026-11-24T23:59:59Z", 7, 0, 3, 100_000);
        outside.send(new UsageRecorded(
                ACCOUNT,
                List.of(
                        first,
                        second,
                        user,
                        before,
                        embedded("vectors", "2026-11-25T12:00:00Z", 30),
                        embedded("vectors", "2026-11-25T12:00:00Z", 5),
                        failed("small", "2026-11-25T12:00:00Z", "TIMEOUT"))));
        outside.send(new UsageRated(
                ACCOUNT, List.of(rated(first, "0.100000000000"), rated(second, "0.020000000001"), rated(before, "1"))));
        outside.send(trained(ACCOUNT, "small", "2026-11-24T10:00:00Z", "2.500000000000"));
        await().atMost(Duration.ofSeconds(60))
                .until(() -> outside.get(ACCOUNT, "/analytics?timeframe=7d").getInt("data.raw.totalRequests") == 7
                        && outside.get(ACCOUNT, "/analytics?timeframe=7d")
                                .getString("data.raw.totalCost")
                                .equals("3.620000000001"));
    }

    @AfterAll
    static void disconnect() {
        outside.close();
    }

    @Test
    void tellsADayAsOpenAisPackagesReadIt() {
        JsonPath page = outside.get(ACCOUNT, COMPLETIONS + TODAY);

        assertThat(page.getString("object")).isEqualTo("page");
        assertThat(page.getBoolean("has_more")).isFalse();
        assertThat(page.getString("next_page")).isNull();
        assertThat(page.getList("data.object")).isEqualTo(List.of("bucket"));
        assertThat(page.getLong("data[0].start_time")).isEqualTo(TODAY);
        assertThat(page.getLong("data[0].end_time")).isEqualTo(TODAY + 86_400);
        assertThat(page.getList("data[0].results.object")).isEqualTo(List.of("organization.usage.completions.result"));
        assertThat(page.getInt("data[0].results[0].num_model_requests")).isEqualTo(3);
        assertThat(page.getInt("data[0].results[0].input_tokens")).isEqualTo(1_110);
        assertThat(page.getInt("data[0].results[0].output_tokens")).isEqualTo(222);
        assertThat(page.getInt("data[0].results[0].input_cached_tokens")).isEqualTo(40);
        assertThat(page.getMap("data[0].results[0]"))
                .containsKeys("project_id", "user_id", "api_key_id", "model", "batch", "service_tier");
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "group_by[]=model, large;small, -;-",
                "group_by=api_key_id, -;-;-, -;key_1;key_2",
                "group_by[]=api_key_id&group_by[]=model, large;small;small, -;key_1;key_2",
                "group_by=model&group_by=api_key_id, large;small;small, -;key_1;key_2",
                "group_by[]=model&models[]=small, small, -",
                "group_by[]=model&models=small&models=large, large;small, -;-",
                "group_by[]=api_key_id&api_key_ids[]=key_2, -, key_2",
                "group_by[]=api_key_id&api_key_ids[]=key_2&models[]=large, '', ''"
            })
    void breaksDownAndFilters(String how, String models, String keys) {
        JsonPath page = outside.get(ACCOUNT, COMPLETIONS + TODAY + "&" + how);

        assertThat(told(page, "model")).isEqualTo(words(models));
        assertThat(told(page, "api_key_id")).isEqualTo(words(keys));
    }

    private static List<String> told(JsonPath page, String member) {
        return page.getList("data[0].results." + member).stream()
                .map(value -> value == null ? "-" : String.valueOf(value))
                .toList();
    }

    private static List<String> words(@Nullable String list) {
        return list == null ? List.of("-") : list.isEmpty() ? List.of() : Arrays.asList(list.split(";", -1));
    }

    @Test
    void tellsVectorsApart() {
        JsonPath page =
                outside.get(ACCOUNT, "/organization/usage/embeddings?start_time=" + TODAY + "&group_by[]=model");

        assertThat(page.getList("data[0].results.model")).isEqualTo(List.of("vectors"));
        assertThat(page.getInt("data[0].results[0].num_model_requests")).isEqualTo(2);
        assertThat(page.getInt("data[0].results[0].input_tokens")).isEqualTo(35);
    }

    @ParameterizedTest
    @CsvSource({"1m, 1795608420, 60", "1h, 1795608000, 3600"})
    void cutsByMinuteAndHourToo(String width, long start, int seconds) {
        JsonPath page = outside.get(ACCOUNT, COMPLETIONS + start + "&limit=1&bucket_width=" + width);

        assertThat(page.getLong("data[0].start_time")).isEqualTo(start);
        assertThat(page.getLong("data[0].end_time")).isEqualTo(start + seconds);
        assertThat(page.getInt("data[0].results[0].input_tokens")).isEqualTo(110);
    }

    @Test
    void pagesThroughBucketsEmptyOnesToo() {
        String question = COMPLETIONS + (TODAY - 5 * 86_400) + "&limit=3";
        JsonPath first = outside.get(ACCOUNT, question);
        JsonPath second = outside.get(ACCOUNT, question + "&page=" + first.getString("next_page"));

        assertThat(first.getBoolean("has_more")).isTrue();
        assertThat(first.getList("data.results")).isEqualTo(List.of(List.of(), List.of(), List.of()));
        assertThat(second.getBoolean("has_more")).isFalse();
        assertThat(second.getList("data.start_time", Long.class))
                .isEqualTo(List.of(TODAY - 2 * 86_400, YESTERDAY, TODAY));
        assertThat(second.getInt("data[1].results[0].num_model_requests")).isEqualTo(1);
    }

    @Test
    void tellsCostsByLineItemAndKey() {
        JsonPath whole = outside.get(ACCOUNT, COSTS + TODAY);
        JsonPath items = outside.get(ACCOUNT, COSTS + YESTERDAY + "&group_by[]=line_item");
        JsonPath keys = outside.get(ACCOUNT, COSTS + TODAY + "&group_by[]=api_key_id");
        JsonPath training = outside.get(ACCOUNT, COSTS + YESTERDAY + "&line_items[]=small, training");

        assertThat(whole.getList("data[0].results.object")).isEqualTo(List.of("organization.costs.result"));
        assertThat(whole.getString("data[0].results[0].amount.currency")).isEqualTo("usd");
        assertThat(outside.as(ACCOUNT).get(COSTS + TODAY).asString()).contains("\"value\":0.120000000001,");
        assertThat(items.getList("data[0].results.line_item")).isEqualTo(List.of("small, tokens", "small, training"));
        assertThat(keys.getList("data[0].results.api_key_id")).isEqualTo(List.of("key_1", "key_2"));
        assertThat(training.getFloat("data[0].results[0].amount.value")).isEqualTo(2.5f);
        assertThat(training.getList("data[1].results")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"images", "moderations", "audio_speeches", "vector_stores", "web_search_calls"})
    void hasEmptyBucketsOfWhatNobodyCanUse(String kind) {
        JsonPath page =
                outside.get(ACCOUNT, "/organization/usage/" + kind + "?start_time=" + YESTERDAY + "&group_by[]=size");

        assertThat(page.getList("data.results")).isEqualTo(List.of(List.of(), List.of()));
    }

    @Test
    void neverShowsAnotherAccountsUsage() {
        String stranger = Ids.next("acct");

        assertThat(outside.get(stranger, COMPLETIONS + TODAY).getList("data.results"))
                .isEqualTo(List.of(List.of()));
        assertThat(outside.get(stranger, COSTS + TODAY).getList("data.results")).isEqualTo(List.of(List.of()));
    }

    @ParameterizedTest
    @CsvSource({
        "usage/completions?limit=1, start_time",
        "usage/completions?start_time=soon, start_time",
        "usage/completions?start_time=1&end_time=1, end_time",
        "usage/completions?start_time=1&bucket_width=1w, bucket_width",
        "usage/completions?start_time=1&limit=0, limit",
        "usage/completions?start_time=1&page=2, page",
        "usage/completions?start_time=1&group_by[]=project_id, group_by",
        "usage/completions?start_time=1&group_by=model&group_by=user_id, group_by",
        "usage/completions?start_time=1&group_by[]=batch, group_by",
        "usage/completions?start_time=1&project_ids[]=p, project_ids",
        "usage/completions?start_time=1&user_ids=u, user_ids",
        "usage/completions?start_time=1&batch=true, batch",
        "usage/completions?start_time=1&line_items=x, line_items",
        "usage/images?start_time=x, start_time",
        "costs?start_time=1&bucket_width=1h, bucket_width",
        "costs?start_time=1&group_by[]=user_id, group_by"
    })
    void refusesByNameWhatIsNotKnown(String target, String param) {
        outside.as(ACCOUNT)
                .get("/organization/" + target)
                .then()
                .statusCode(400)
                .body("code", equalTo("INVALID_REQUEST"))
                .body("param", equalTo(param));
    }

    @Test
    void knowsNoUsageOfAnotherName() {
        outside.as(ACCOUNT).get("/organization/usage/joy?start_time=1").then().statusCode(404);
    }
}
