package ai.radium.billing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ai.radium.kit.ids.Ids;
import ai.radium.kit.testing.PackagedService;
import ai.radium.kit.testing.TestEdge;
import io.restassured.RestAssured;
import io.restassured.response.Response;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** kill -9 after the card was charged and before the credit was committed: one charge, one credit. */
class KilledPurchaseIT {
    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final String ORDER = "{\"amount\":\"25.00\"}";

    private final TestEdge edge = new TestEdge();
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final Map<String, String> settings = settings();
    private final String account = Ids.next("acct");

    @Test
    void aPurchaseWhoseRequestDiedIsFinishedByItself() {
        dyingOnTheWay("by-itself");
        try (PackagedService service = started(Map.of("radium.credit.patience", "1S"))) {
            await().atMost(PATIENCE).until(() -> "COMPLETED".equals(query("select max(status) from credit_purchase")));

            assertOneChargeOneCredit(service);
        }
    }

    @Test
    void aRequestThatIsSentAgainFindsItsPurchase() {
        dyingOnTheWay("sent-again");
        try (PackagedService service = started(Map.of("radium.credit.patience", "1H"))) {
            Response first = bought(service, "sent-again");
            Response again = bought(service, "sent-again");

            assertThat(first.statusCode()).as(first.asString()).isEqualTo(201);
            assertThat(first.path("data.status").toString()).isEqualTo("completed");
            assertThat(again.asString()).isEqualTo(first.asString());
            assertOneChargeOneCredit(service);
        }
    }

    @Test
    void requestAndRepairMayMeet() {
        dyingOnTheWay("both");
        try (PackagedService service = started(Map.of("radium.credit.patience", "0S"))) {
            assertThat(bought(service, "both").statusCode()).isEqualTo(201);
            await().atMost(PATIENCE).until(() -> "COMPLETED".equals(query("select max(status) from credit_purchase")));

            assertOneChargeOneCredit(service);
        }
    }

    /** Charged, and killed while the provider's answer is on its way. */
    private void dyingOnTheWay(String key) {
        try (PackagedService service =
                started(Map.of("radium.payment.offline-answer-after", "4S", "radium.credit.patience", "1H"))) {
            assertThat(post(
                                    service,
                                    "/billing/payment-methods",
                                    null,
                                    "{\"type\":\"card\",\"token\":\"tok_test_visa\"}")
                            .statusCode())
                    .isEqualTo(201);
            CompletableFuture<?> sent = http.sendAsync(
                    request(service, "/billing/credits", ORDER)
                            .header("Idempotency-Key", key)
                            .build(),
                    BodyHandlers.ofString());
            await().atMost(PATIENCE)
                    .pollInterval(Duration.ofMillis(5))
                    .until(() -> "1".equals(query("select count(*) from offline_charge")));
            service.kill();
            await().atMost(PATIENCE).until(sent::isDone);
            assertThat(sent).isCompletedExceptionally();
            assertThat(query("select max(status) from credit_purchase")).isEqualTo("PENDING");
        }
    }

    private void assertOneChargeOneCredit(PackagedService service) {
        assertThat(query("select count(*) || ' ' || sum(amount) from offline_charge"))
                .isEqualTo("1 25.000000000000");
        assertThat(query("select count(*) || ' ' || sum(amount) from credit_purchase"))
                .isEqualTo("1 25.000000000000");
        assertThat(query("select count(*) from ledger_transaction where kind = 'PURCHASE'"))
                .isEqualTo("1");
        assertThat(query("select sum(amount) from ledger_entry")).isEqualTo("0.000000000000");
        assertThat(RestAssured.given()
                        .baseUri(service.uri().toString())
                        .header("Authorization", edge.developerOf(account, "billing-service"))
                        .get("/billing/credits")
                        .path("data.balance")
                        .toString())
                .isEqualTo("25.00");
    }

    private Response bought(PackagedService service, String key) {
        return post(service, "/billing/credits", key, ORDER);
    }

    private Response post(PackagedService service, String path, @Nullable String key, String body) {
        var request = RestAssured.given()
                .baseUri(service.uri().toString())
                .header("Authorization", edge.developerOf(account, "billing-service"))
                .contentType("application/json");
        return (key == null ? request : request.header("Idempotency-Key", key))
                .body(body)
                .post(path);
    }

    private HttpRequest.Builder request(PackagedService service, String path, String body) {
        return HttpRequest.newBuilder(service.uri().resolve(path))
                .header("Authorization", edge.developerOf(account, "billing-service"))
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body));
    }

    private PackagedService started(Map<String, String> more) {
        Map<String, String> all = new HashMap<>(settings);
        all.putAll(more);
        PackagedService begun = new PackagedService(all);
        await().atMost(Duration.ofMinutes(2))
                .pollInterval(Duration.ofMillis(100))
                .until(begun::isReady);
        return begun;
    }

    private Map<String, String> settings() {
        Map<String, String> all = new BillingStack().start();
        edge.publishAt(Objects.requireNonNull(all.get("radium.internal.jwks")));
        return all;
    }

    private String query(String sql) {
        String url = "jdbc:postgresql://127.0.0.1:" + settings.get("radium.db.port") + "/"
                + settings.get("radium.db.database");
        try (Connection connection =
                        DriverManager.getConnection(url, "billing_service", settings.get("radium.db.password"));
                ResultSet rows = connection.createStatement().executeQuery(sql)) {
            rows.next();
            return String.valueOf(rows.getString(1));
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
