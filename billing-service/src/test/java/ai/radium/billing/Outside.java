package ai.radium.billing;

import static io.restassured.RestAssured.given;
import static org.awaitility.Awaitility.await;

import ai.radium.contracts.Event;
import ai.radium.contracts.account.AccountChanged;
import ai.radium.contracts.account.AccountChanged.RateLimitPolicy;
import ai.radium.contracts.account.AccountChanged.Scope;
import ai.radium.contracts.deployment.BilledBy;
import ai.radium.contracts.deployment.ReplicaTimeUsed;
import ai.radium.contracts.finetune.TokensTrained;
import ai.radium.contracts.model.ModelChanged;
import ai.radium.contracts.model.ModelChanged.Gpu;
import ai.radium.contracts.model.ModelChanged.Price;
import ai.radium.contracts.usage.UsageRecord;
import ai.radium.contracts.usage.UsageRecord.Outcome;
import ai.radium.contracts.usage.UsageRecorded;
import ai.radium.kit.identity.Caller;
import ai.radium.kit.identity.Role;
import ai.radium.kit.ids.Ids;
import ai.radium.kit.testing.ContractedReplies;
import ai.radium.kit.testing.RawHttp;
import ai.radium.kit.testing.TestEdge;
import ai.radium.kit.testing.TestTopics;
import io.restassured.path.json.JsonPath;
import io.restassured.specification.RequestSpecification;
import java.net.URI;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.eclipse.microprofile.config.ConfigProvider;
import org.jspecify.annotations.Nullable;

/** Everything around billing: the gateway that calls it, the services that write events, the database's owner. */
public final class Outside implements AutoCloseable {
    private static final TestEdge EDGE = new TestEdge();
    private static final Caller OPERATOR = new Caller("acct_operator", "operator", Role.PLATFORM_ADMIN, Set.of(), null);

    private final TestTopics topics = new TestTopics(config("radium.kafka"), config("radium.outbox.topic-prefix"));

    Outside() {
        EDGE.publishAt(config("radium.internal.jwks"));
    }

    void send(Event event) {
        topics.send(event);
    }

    TestTopics topics() {
        return topics;
    }

    RequestSpecification as(String account) {
        return given().baseUri(config("test.url"))
                .header("Authorization", EDGE.developerOf(account, "billing-service"));
    }

    /** An operator, whose own account is another. */
    RequestSpecification operator() {
        return given().baseUri(config("test.url"))
                .header("Authorization", EDGE.bearer(OPERATOR, "billing-service"))
                .contentType("application/json");
    }

    RawHttp rawOperator() {
        return new RawHttp(URI.create(config("test.url")), () -> EDGE.bearer(OPERATOR, "billing-service"));
    }

    RequestSpecification write(String account) {
        return as(account).contentType("application/json");
    }

    /** Credit that does not count yet. */
    void orderByBankTransfer(String account) {
        write(account)
                .body("{\"type\":\"bank_transfer\"}")
                .post("/billing/payment-methods")
                .then()
                .statusCode(201);
        write(account)
                .body("{\"amount\":\"25.00\"}")
                .post("/billing/credits")
                .then()
                .statusCode(201);
    }

    RawHttp raw(String account) {
        return new RawHttp(URI.create(config("test.url")), () -> EDGE.developerOf(account, "billing-service"));
    }

    JsonPath get(String account, String path) {
        return as(account).get(path).then().statusCode(200).extract().jsonPath();
    }

    /** Every GET of an account says what the contract lists, once the months are closed in which it used something. */
    void holdContract(String account) {
        await().atMost(Duration.ofSeconds(60)).until(() -> invoicesOf(account).matches("(open|paid)( (open|paid))*"));
        String invoice =
                "/billing/invoices/" + get(account, "/billing/invoices").getString("data[0].id");
        ContractedReplies.hold(
                raw(account),
                Map.of(
                        "GET /billing/invoices/{id}",
                        invoice,
                        "GET /billing/invoices/{id}/download",
                        invoice + "/download"));
    }

    private String invoicesOf(String account) {
        return String.join(" ", get(account, "/billing/invoices").getList("data.status", String.class));
    }

    /** The first column of the first row, as text. */
    public static String query(String sql) {
        try (Connection connection = database(config("radium.db.name"));
                ResultSet rows = connection.createStatement().executeQuery(sql)) {
            rows.next();
            return String.valueOf(rows.getString(1));
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    static Connection database(String role) throws SQLException {
        return DriverManager.getConnection(config("quarkus.datasource.jdbc.url"), role, config("radium.db.password"));
    }

    static AccountChanged account(String id) {
        return new AccountChanged(
                id,
                "Ada",
                Instant.parse("2026-11-25T09:00:00Z"),
                new RateLimitPolicy("tier1", 1000, 60, Scope.ACCOUNT, null),
                1);
    }

    static ModelChanged model(String id, Price... prices) {
        return new ModelChanged(
                id,
                List.of(),
                id,
                "Radium",
                "chat",
                8192,
                true,
                null,
                null,
                new Gpu("CPU", 0, 0),
                List.of(prices),
                null,
                null,
                null,
                1);
    }

    static Price price(String version, String from, String input, String output) {
        return new Price(version, Instant.parse(from), input, output, "USD", null);
    }

    static Price trainingPrice(String version, String from, String training) {
        return new Price(version, Instant.parse(from), "0.010", "0.020", "USD", training);
    }

    static TokensTrained trained(String account, String model, String time, long tokens) {
        return new TokensTrained(Ids.ulid(), Instant.parse(time), account, Ids.next("ft"), model, tokens);
    }

    /** @param hourlyPrice USD per accelerator */
    static ReplicaTimeUsed ready(String account, String until, long seconds, int count, String hourlyPrice) {
        Instant end = Instant.parse(until);
        return new ReplicaTimeUsed(
                Ids.ulid(),
                account,
                "dep_1",
                "r1-0",
                "m",
                "H100 80GB",
                count,
                hourlyPrice,
                "USD",
                end.minusSeconds(seconds),
                end,
                seconds);
    }

    static UsageRecorded usage(String account, UsageRecord... records) {
        return new UsageRecorded(account, List.of(records));
    }

    /** By a gateway that waits to hear what they cost. */
    static UsageRecorded usageOf(String gateway, String account, UsageRecord... records) {
        return new UsageRecorded(account, List.of(records), gateway);
    }

    static UsageRecord record(String model, String time, Outcome outcome, int promptTokens, int completionTokens) {
        return record(model, time, outcome, promptTokens, completionTokens, null);
    }

    /** A call of a deployment whose replicas' time is paid. */
    static UsageRecord paidByTime(String model, int promptTokens, int completionTokens) {
        return record(
                model,
                "2026-11-25T10:00:00Z",
                Outcome.COMPLETED,
                promptTokens,
                completionTokens,
                BilledBy.REPLICA_SECONDS);
    }

    private static UsageRecord record(
            String model,
            String time,
            Outcome outcome,
            int promptTokens,
            int completionTokens,
            @Nullable BilledBy billedBy) {
        return new UsageRecord(
                Ids.ulid(),
                Instant.parse(time),
                "key_1",
                "dep_1",
                model,
                model,
                "r1-0",
                1,
                "req_1",
                "chat",
                true,
                200,
                outcome,
                null,
                promptTokens,
                promptTokens / 4,
                completionTokens,
                0,
                1000,
                2000,
                10,
                900,
                billedBy);
    }

    static UsageRecord record(String model, int promptTokens, int completionTokens) {
        return record(model, "2026-11-25T10:00:00Z", Outcome.COMPLETED, promptTokens, completionTokens);
    }

    private static String config(String name) {
        return ConfigProvider.getConfig().getValue(name, String.class);
    }

    @Override
    public void close() {
        topics.close();
    }
}
