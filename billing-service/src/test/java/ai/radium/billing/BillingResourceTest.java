package ai.radium.billing;

import static ai.radium.billing.Outside.account;
import static ai.radium.billing.Outside.model;
import static ai.radium.billing.Outside.price;
import static ai.radium.billing.Outside.record;
import static ai.radium.billing.Outside.usage;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;

import ai.radium.contracts.usage.UsageRecord;
import ai.radium.contracts.usage.UsageRecord.Outcome;
import ai.radium.kit.ids.Ids;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@WithTestResource(BillingStack.class)
class BillingResourceTest {
    private static final String ACCOUNT = Ids.next("acct");
    private static final String MODEL = Ids.next("model");
    private static final UsageRecord OLDER = record(MODEL, "2026-11-24T10:00:00Z", Outcome.COMPLETED, 12, 30);
    private static final UsageRecord NEWER = record(MODEL, "2026-11-25T10:00:00.123Z", Outcome.CANCELLED, 1, 2);

    private static Outside outside;

    @BeforeAll
    static void openAnAccountAndUseIt() {
        outside = new Outside();
        outside.send(account(ACCOUNT));
        await().atMost(Duration.ofSeconds(60))
                .until(() -> "ACTIVE".equals(outside.get(ACCOUNT, "/billing").getString("data.account.standing")));
        outside.orderByBankTransfer(ACCOUNT);
        outside.send(model(MODEL, price("1", "2026-01-01T00:00:00Z", "0.010", "0.020")));
        outside.send(usage(ACCOUNT, OLDER, NEWER));
        await().atMost(Duration.ofSeconds(60))
                .until(() -> outside.get(ACCOUNT, "/billing/usage").getInt("pagination.total") == 2);
    }

    @AfterAll
    static void disconnect() {
        outside.close();
    }

    @Test
    void saysWhatTheContractLists() {
        outside.holdContract(ACCOUNT);
    }

    @Test
    void showsEveryMemberOfALineWithAmountsAsPlainStrings() {
        Map<String, Object> line =
                outside.get(ACCOUNT, "/billing/usage?to=2026-11-25").getMap("data[0]");

        assertThat(line)
                .isEqualTo(Map.ofEntries(
                        Map.entry("id", OLDER.id()),
                        Map.entry("requestId", "req_1"),
                        Map.entry("time", "2026-11-24T10:00:00.000Z"),
                        Map.entry("type", "tokens"),
                        Map.entry("keyId", "key_1"),
                        Map.entry("model", MODEL),
                        Map.entry("deploymentId", "dep_1"),
                        Map.entry("quantity", 42),
                        Map.entry("unit", "tokens"),
                        Map.entry("promptTokens", 12),
                        Map.entry("cachedTokens", 3),
                        Map.entry("completionTokens", 30),
                        Map.entry("priceVersion", "1"),
                        Map.entry("inputPrice", "0.010"),
                        Map.entry("outputPrice", "0.020"),
                        Map.entry("amount", "0.000000720000"),
                        Map.entry("currency", "USD")));
    }

    @Test
    void listsTheNewestFirstAndPages() {
        JsonPath first = outside.get(ACCOUNT, "/billing/usage?limit=1");
        JsonPath second = outside.get(ACCOUNT, "/billing/usage?limit=1&offset=1");

        assertThat(first.getString("data[0].id")).isEqualTo(NEWER.id());
        assertThat(first.getBoolean("pagination.hasMore")).isTrue();
        assertThat(second.getString("data[0].id")).isEqualTo(OLDER.id());
        assertThat(second.getBoolean("pagination.hasMore")).isFalse();
    }

    @Test
    void sumsUpAllThatTheFilterFinds() {
        JsonPath reply = outside.get(ACCOUNT, "/billing/usage?limit=1&model=" + MODEL);

        assertThat(reply.getMap("summary"))
                .isEqualTo(Map.of(
                        "promptTokens",
                        13,
                        "completionTokens",
                        32,
                        "trainedTokens",
                        0,
                        "replicaSeconds",
                        0,
                        "amount",
                        "0.000000770000",
                        "currency",
                        "USD"));
    }

    @ParameterizedTest
    @CsvSource({
        "deploymentId=dep_2,0",
        "deploymentId=dep_1,2",
        "deploymentId=all,2",
        "model=other,0",
        "keyId=key_1,2",
        "keyId=key_2,0",
        "jobId=ft_1,0",
        "type=tokens,2",
        "type=all,2",
        "type=training,0",
        "type=replica_seconds,0",
        "from=2026-11-25,1",
        "to=2026-11-24T10:00:00Z,0",
        "from=2026-11-24T10:00:00Z,2"
    })
    void filters(String filter, int found) {
        assertThat(outside.get(ACCOUNT, "/billing/usage?" + filter).getInt("pagination.total"))
                .isEqualTo(found);
    }

    @Test
    void exportsTheLinesAsCsv() {
        String csv = outside.as(ACCOUNT)
                .get("/billing/usage?format=csv&from=2026-11-25")
                .then()
                .statusCode(200)
                .contentType("text/csv")
                .extract()
                .asString();

        assertThat(csv.lines())
                .containsExactly(
                        "id,requestId,time,type,keyId,model,deploymentId,quantity,unit,promptTokens,cachedTokens,"
                                + "completionTokens,priceVersion,inputPrice,outputPrice,amount,currency,jobId,trainingPrice,"
                                + "replicaId,accelerator,acceleratorCount,hourlyPrice",
                        NEWER.id() + ",req_1,2026-11-25T10:00:00.123Z,tokens,key_1," + MODEL
                                + ",dep_1,3,tokens,1,0,2,1,0.010,0.020,0.000000050000,USD,,,,,,");
    }

    @ParameterizedTest
    @CsvSource({"limit=1,1,true", "limit=2,2,false", "limit=1&offset=1,1,false", "offset=2,0,false"})
    void exportsNoMoreThanTheLimit(String slice, int lines, boolean more) {
        Response csv = outside.as(ACCOUNT).get("/billing/usage?format=csv&" + slice);

        assertThat(csv.asString().lines()).hasSize(1 + lines);
        assertThat(csv.header("X-Truncated")).isEqualTo(more ? "true" : null);
    }

    @ParameterizedTest
    @ValueSource(strings = {"json", "csv"})
    void refusesABadSliceInEveryFormat(String format) {
        outside.as(ACCOUNT)
                .get("/billing/usage?limit=0&format=" + format)
                .then()
                .statusCode(400)
                .body("param", equalTo("limit"));
    }

    @Test
    void showsTheAccountAtAGlance() {
        JsonPath data = outside.get(ACCOUNT, "/billing");

        assertThat(data.getMap("data.account"))
                .containsEntry("billingTier", "tier1")
                .containsEntry("plan", "starter")
                .containsEntry("rateLimitPolicy", "tier1")
                .containsEntry("spendingLimit", "50.00")
                .containsEntry("hasPaymentMethod", false)
                .containsEntry("credits", "4.99999923")
                .containsEntry("standing", "ACTIVE")
                .containsKeys("currentSpend", "usagePercentage");
        assertThat(data.getList("data.spendingTiers.name")).isEqualTo(List.of("tier1", "tier2", "tier3", "tier4"));
        assertThat(data.getList("data.invoices.total")).isEqualTo(List.of("0.00"));
        assertThat(data.getList("data.paymentMethods.status")).isEqualTo(List.of("pending"));
        assertThat(data.getString("data.upcomingInvoice.amount")).isEqualTo("0.00");
    }

    @Test
    void tellsHowCreditCameAndWent() {
        JsonPath reply = outside.get(ACCOUNT, "/billing/credits");

        assertThat(reply.getString("data.balance")).isEqualTo("4.99999923");
        assertThat(reply.getList("data.history.amount"))
                .isEqualTo(List.of("-0.000000050000", "5.000000000000", "-0.000000720000"));
        assertThat(reply.getInt("pagination.total")).isEqualTo(3);
    }

    @Test
    void neverShowsAnotherAccountsMoney() {
        String stranger = Ids.next("acct");

        assertThat(outside.get(stranger, "/billing/usage").getInt("pagination.total"))
                .isZero();
        assertThat(outside.get(stranger, "/billing/credits").getList("data.history"))
                .isEmpty();
        assertThat(outside.get(stranger, "/billing").getString("data.account.credits"))
                .isEqualTo("0.00");
        assertThat(outside.as(stranger)
                        .get("/billing/usage?format=csv")
                        .asString()
                        .lines())
                .hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({
        "from=yesterday,from",
        "to=2026-13-01,to",
        "'from=2026-11-25&to=2026-11-24',to",
        "limit=0,limit",
        "offset=-1,offset",
        "type=storage,type",
        "format=xml,format"
    })
    void refusesABadParameterByName(String query, String param) {
        outside.as(ACCOUNT)
                .get("/billing/usage?" + query)
                .then()
                .statusCode(400)
                .body("code", equalTo("INVALID_REQUEST"))
                .body("param", equalTo(param));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/billing/invoice", "/billing/accounts"})
    void hasNoRouteForWhatIsNotOffered(String path) {
        outside.as(ACCOUNT).get(path).then().statusCode(404);
    }

    @Test
    void refusesACallerThatTheGatewayDidNotSend() {
        given().get("/billing").then().statusCode(401);
    }
}
