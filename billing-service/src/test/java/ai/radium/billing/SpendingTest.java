package ai.radium.billing;

import static ai.radium.billing.Outside.account;
import static ai.radium.billing.Outside.model;
import static ai.radium.billing.Outside.price;
import static ai.radium.billing.Outside.record;
import static ai.radium.billing.Outside.usage;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;

import ai.radium.contracts.Topic;
import ai.radium.contracts.billing.SpendingThresholdReached;
import ai.radium.contracts.billing.StandingChanged;
import ai.radium.contracts.billing.StandingChanged.Standing;
import ai.radium.contracts.usage.UsageRecord.Outcome;
import ai.radium.kit.ids.Ids;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What stops an account from spending, and what lets it spend again. A million tokens cost a dollar here. */
@QuarkusTest
@WithTestResource(BillingStack.class)
class SpendingTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Outside outside = new Outside();
    private final String account = Ids.next("acct");
    private final String model = Ids.next("model");

    @BeforeEach
    void open() {
        outside.send(model(model, price("1", "2026-01-01T00:00:00Z", "1", "1")));
        outside.send(account(account));
        await().atMost(PATIENCE).until(() -> "ACTIVE".equals(glance("account.standing")));
    }

    @AfterEach
    void disconnect() {
        outside.close();
    }

    @Test
    void aPaymentMethodLetsAnAccountWithoutCreditSpendAgain() {
        spend(6_000_000);
        awaitStanding("SUSPENDED", "CREDITS_EXHAUSTED");

        String id = addCard();
        awaitStanding("ACTIVE", null);
        outside.write(account).delete("/billing/payment-methods/" + id).then().statusCode(200);
        awaitStanding("SUSPENDED", "CREDITS_EXHAUSTED");

        assertThat(standings())
                .extracting(StandingChanged::standing)
                .containsExactly(Standing.ACTIVE, Standing.SUSPENDED, Standing.ACTIVE, Standing.SUSPENDED);
    }

    @Test
    void creditThatIsBoughtSettlesWhatIsOwed() {
        addCard();
        spend(8_000_000);
        await().atMost(PATIENCE).until(() -> "-3.00".equals(balance()));
        assertThat(glance("upcomingInvoice.amount")).isEqualTo("3.00");

        outside.write(account)
                .body("{\"amount\":5}")
                .post("/billing/credits")
                .then()
                .statusCode(201);

        assertThat(balance()).isEqualTo("2.00");
        assertThat(glance("upcomingInvoice.amount")).isEqualTo("0.00");
        assertThat(outside.get(account, "/billing/credits").getList("data.history.amount", String.class))
                .contains("5.000000000000", "-8.000000000000");
    }

    @Test
    void theCapStopsAtTheLastCentAndAHigherTierLetsGoOn() {
        addCard();
        spend(49_990_000);
        await().atMost(PATIENCE).until(() -> "49.99".equals(glance("account.currentSpend")));
        assertThat(glance("account.standing")).isEqualTo("ACTIVE");
        spend(10_000);
        awaitStanding("SUSPENDED", "SPENDING_LIMIT");
        assertThat(glance("account.usagePercentage")).isEqualTo("100.0");

        outside.write(account)
                .body("{\"amount\":45}")
                .post("/billing/credits")
                .then()
                .statusCode(201);
        awaitStanding("SUSPENDED", "SPENDING_LIMIT");
        outside.write(account)
                .body("{\"amount\":5}")
                .post("/billing/credits")
                .then()
                .statusCode(201);

        awaitStanding("ACTIVE", null);
        assertThat(glance("account.billingTier")).isEqualTo("tier2");
        assertThat(glance("account.lifetimeSpend")).isEqualTo("50.00");
        assertThat(glance("account.spendingLimit")).isEqualTo("500.00");
    }

    @Test
    void anOwnLimitBelowWhatIsSpentStopsAtOnceUntilItIsRaised() {
        spend(3_000_000);
        await().atMost(PATIENCE).until(() -> "3.00".equals(glance("account.currentSpend")));

        limit("\"2.50\"").statusCode(200).body("data.standing", equalTo("SUSPENDED"));
        awaitStanding("SUSPENDED", "SPENDING_LIMIT");
        limit("3.01").statusCode(200).body("data.standing", equalTo("ACTIVE"));
        awaitStanding("ACTIVE", null);
    }

    @Test
    void aLimitAboveTheTiersSaysSo() {
        limit("\"100.00\"")
                .statusCode(200)
                .body("data.spendingLimit", equalTo("100.00"))
                .body("data.effectiveLimit", equalTo("50.00"))
                .body("warning", equalTo("tier1 allows 50.00 USD a month; more counts from a higher tier on"));
    }

    @ParameterizedTest
    @CsvSource({"null", "-1", "1.001", "'\"x\"'", "'[]'", "true", "1000000000.01", "1e3"})
    void aLimitThatIsNoneIsRefusedByName(String limit) {
        limit(limit).statusCode(400).body("param", equalTo("spendingLimit"));
    }

    @Test
    void aNewMonthLetsItSpendAgain() throws SQLException {
        addCard();
        limit("1").statusCode(200);
        spend(1_000_000);
        awaitStanding("SUSPENDED", "SPENDING_LIMIT");

        aMonthPasses();

        awaitStanding("ACTIVE", null);
        assertThat(glance("account.currentSpend")).isEqualTo("0.00");
    }

    @Test
    void eachThresholdIsToldOnce() {
        limit("4").statusCode(200);
        spend(1_990_000);
        spend(10_000);
        spend(1_300_000);
        spend(500_000);
        await().atMost(PATIENCE).until(() -> "3.80".equals(glance("account.currentSpend")));
        limit("50").statusCode(200);
        limit("4").statusCode(200);
        spend(1_000_000);

        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(percentages()).containsExactlyInAnyOrder(50, 80, 90, 100));
    }

    @Test
    void anOperatorAgreesOnALimitAndTakesItBack() {
        tier("{\"tier\":\"custom\",\"limit\":\"100000.00\"}")
                .statusCode(200)
                .body("data.billingTier", equalTo("custom"));
        assertThat(glance("account.billingTier")).isEqualTo("custom");
        assertThat(glance("account.spendingLimit")).isEqualTo("100000.00");
        assertThat(outside.get(account, "/billing").getList("data.spendingTiers.findAll { it.isCurrent }.name"))
                .isEqualTo(List.of("custom"));

        tier("{\"tier\":\"earned\"}").statusCode(200).body("data.billingTier", equalTo("tier1"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{} | tier",
                "{\"tier\":\"tier2\"} | tier",
                "{\"tier\":\"custom\"} | limit",
                "{\"tier\":\"earned\",\"limit\":1} | limit"
            })
    void whatCannotBeAgreedOnIsRefusedByName(String body, String param) {
        tier(body).statusCode(400).body("param", equalTo(param));
    }

    @Test
    void onlyAnOperatorAgreesAndOnlyOnAnAccountThatIsThere() {
        outside.write(account)
                .body("{\"tier\":\"custom\",\"limit\":1}")
                .put("/billing/accounts/" + account + "/spending-tier")
                .then()
                .statusCode(403);
        outside.operator()
                .body("{\"tier\":\"custom\",\"limit\":1}")
                .put("/billing/accounts/acct_nobody/spending-tier")
                .then()
                .statusCode(404)
                .body("code", equalTo("ACCOUNT_NOT_FOUND"));
    }

    /** As if what happened had happened a month before. */
    private void aMonthPasses() throws SQLException {
        try (Connection connection = Outside.database("billing_service")) {
            connection.createStatement().execute("""
                    update monthly_spend set month = month - interval '1 month' where account = '%1$s';
                    update billing_account set standing_month = standing_month - interval '1 month' where account = '%1$s'""".formatted(account));
        }
    }

    private ValidatableResponse limit(String json) {
        return outside.write(account)
                .body("{\"spendingLimit\":" + json + "}")
                .put("/billing/spending-limit")
                .then();
    }

    private ValidatableResponse tier(String body) {
        return outside.operator()
                .body(body)
                .put("/billing/accounts/" + account + "/spending-tier")
                .then();
    }

    private String addCard() {
        return outside.write(account)
                .body("{\"type\":\"card\",\"token\":\"tok_test_visa\"}")
                .post("/billing/payment-methods")
                .then()
                .statusCode(201)
                .extract()
                .path("data.id");
    }

    private void spend(int tokens) {
        outside.send(usage(account, record(model, Instant.now().toString(), Outcome.COMPLETED, tokens, 0)));
    }

    private void awaitStanding(String standing, @Nullable String reason) {
        await().atMost(PATIENCE).untilAsserted(() -> {
            assertThat(glance("account.standing")).isEqualTo(standing);
            assertThat(glance("account.standingReason")).isEqualTo(reason);
        });
    }

    private String balance() {
        return outside.get(account, "/billing/credits").getString("data.balance");
    }

    private String glance(String member) {
        return outside.get(account, "/billing").getString("data." + member);
    }

    private List<StandingChanged> standings() {
        await().atMost(PATIENCE)
                .until(() -> outside.topics()
                                .published(Topic.BILLING_STANDING, account)
                                .size()
                        >= 4);
        return outside.topics().published(Topic.BILLING_STANDING, account).stream()
                .map(StandingChanged.class::cast)
                .toList();
    }

    private List<Integer> percentages() {
        return List.of(50, 80, 90, 100).stream()
                .flatMap(percent ->
                        outside.topics().published(Topic.BILLING_STANDING, account + ":threshold-" + percent).stream())
                .map(event -> ((SpendingThresholdReached) event).percent())
                .toList();
    }
}
