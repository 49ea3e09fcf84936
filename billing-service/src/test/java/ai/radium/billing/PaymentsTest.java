package ai.radium.billing;

import static ai.radium.billing.Outside.account;
import static ai.radium.billing.Outside.query;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.notNullValue;

import ai.radium.contracts.Topic;
import ai.radium.contracts.audit.ActionTaken;
import ai.radium.kit.ids.Ids;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.response.ValidatableResponse;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How accounts pay: methods, credit, and what is refused. */
@QuarkusTest
@WithTestResource(BillingStack.class)
class PaymentsTest {
    private static final String VISA = "{\"type\":\"card\",\"token\":\"tok_test_visa\"}";
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Outside outside = new Outside();
    private final String account = Ids.next("acct");

    @BeforeEach
    void open() {
        outside.send(account(account));
        await().atMost(PATIENCE).until(() -> "ACTIVE".equals(glance("account.standing")));
    }

    @AfterEach
    void disconnect() {
        outside.close();
    }

    @Test
    void aCardIsKnownByWhatItsOwnerKnowsItBy() {
        post("/billing/payment-methods", """
                        {"type":"card","token":"tok_test_visa","billingDetails":{"name":"Ada","address":{"city":"London"}}}""")
                .statusCode(201)
                .body("data.id", notNullValue())
                .body("data.type", equalTo("card"))
                .body("data.status", equalTo("active"))
                .body("data.brand", equalTo("visa"))
                .body("data.last4", equalTo("4242"))
                .body("data.billingDetails.address.city", equalTo("London"));

        JsonPath data = outside.get(account, "/billing");
        assertThat(data.getBoolean("data.account.hasPaymentMethod")).isTrue();
        assertThat(data.getList("data.paymentMethods"))
                .isEqualTo(outside.get(account, "/billing/payment-methods").getList("data"))
                .hasSize(1);
    }

    @Test
    void aMethodThatIsRemovedIsShownNoMore() {
        String id = added(VISA);

        outside.write(account)
                .delete("/billing/payment-methods/" + id)
                .then()
                .statusCode(200)
                .body("message", equalTo("Payment method removed"));

        assertThat(outside.get(account, "/billing/payment-methods").getList("data"))
                .isEmpty();
        assertThat(glance("account.hasPaymentMethod")).isEqualTo("false");
        outside.write(account)
                .delete("/billing/payment-methods/" + id)
                .then()
                .statusCode(404)
                .body("code", equalTo("PAYMENT_METHOD_NOT_FOUND"));
    }

    @Test
    void anotherAccountsMethodIsNotThere() {
        String id = added(VISA);
        String stranger = Ids.next("acct");
        outside.write(stranger)
                .body(VISA)
                .post("/billing/payment-methods")
                .then()
                .statusCode(201);

        outside.write(stranger).delete("/billing/payment-methods/" + id).then().statusCode(404);
        outside.write(stranger)
                .body("{\"amount\":5,\"paymentMethodId\":\"" + id + "\"}")
                .post("/billing/credits")
                .then()
                .statusCode(404)
                .body("param", equalTo("paymentMethodId"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{} | 400 | INVALID_REQUEST | type",
                "{\"type\":\"cheque\"} | 400 | INVALID_REQUEST | type",
                "{\"type\":\"card\"} | 400 | INVALID_REQUEST | token",
                "{\"type\":\"card\",\"token\":\" \"} | 400 | INVALID_REQUEST | token",
                "{\"type\":\"card\",\"token\":\"tok_of_nobody\"} | 400 | INVALID_REQUEST | token",
                "{\"type\":\"card\",\"token\":\"tok_test_declined\"} | 402 | PAYMENT_METHOD_DECLINED | token",
                "{\"type\":\"bank_transfer\",\"token\":\"x\"} | 400 | INVALID_REQUEST | token",
                "{\"type\":\"card\",\"number\":\"1\"} | 400 | INVALID_REQUEST | number",
                "{\"type\":\"card\",\"number\":\"4242 4242 4242 4242\"} | 400 | CARD_NUMBER_REFUSED | number",
                "{\"type\":\"card\",\"token\":\"x\",\"card\":{\"number\":4242424242424242}} | 400 | CARD_NUMBER_REFUSED | card.number"
            })
    void aMethodThatCannotBeIsRefusedByName(String body, int status, String code, String param) {
        post("/billing/payment-methods", body)
                .statusCode(status)
                .body("code", equalTo(code))
                .body("param", equalTo(param));

        assertThat(outside.get(account, "/billing/payment-methods").getList("data"))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/billing", "/billing/payment-methods", "/billing/credits"})
    void nothingIsKeptOfACardNumber(String path) {
        outside.write(account)
                .header("Idempotency-Key", "k1")
                .body("{\"amount\":\"5\",\"x\":[{\"y\":\"4000-0566-5566-5556\"}]}")
                .post(path)
                .then()
                .statusCode(400)
                .body("code", equalTo("CARD_NUMBER_REFUSED"))
                .body("param", equalTo("x[0].y"));

        assertThat(query("select count(*) from stored_reply where account = '" + account + "'"))
                .isEqualTo("0");
        assertThat(query("select count(*) from payment_method where account = '" + account + "'"))
                .isEqualTo("0");
        assertThat(query("select count(*) from outbox where value like '%4000%0566%'"))
                .isEqualTo("0");
    }

    @Test
    void creditByCardCountsAtOnce() {
        String method = added(VISA);

        post("/billing/credits", "{\"amount\":\"25.00\"}")
                .statusCode(201)
                .body("data.amount", equalTo("25.00"))
                .body("data.status", equalTo("completed"))
                .body("data.paymentMethodId", equalTo(method))
                .body("data.completedAt", notNullValue());

        JsonPath credits = outside.get(account, "/billing/credits");
        assertThat(credits.getString("data.balance")).isEqualTo("30.00");
        assertThat(credits.getList("data.history.type")).contains("purchase");
        assertThat(query("select sum(amount) from ledger_entry where ledger_account = 'payments:card'"
                        + " and transaction_id in (select id from credit_purchase where account = '" + account + "')"))
                .isEqualTo("25.000000000000");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"0", "4.99", "\"4\"", "7.5", "\"12\"", "1005", "-5", "\"5e0\"", "5e0", "\"\"", "\"x\"", "5.001"})
    void creditComesInStepsOfFive(String amount) {
        added(VISA);

        post("/billing/credits", "{\"amount\":" + amount + "}").statusCode(400).body("param", equalTo("amount"));
    }

    @Test
    void creditNeedsSomethingToPayBy() {
        post("/billing/credits", "{\"amount\":5}")
                .statusCode(400)
                .body("code", equalTo("PAYMENT_METHOD_REQUIRED"))
                .body("param", equalTo("paymentMethodId"));
        post("/billing/credits", "{}").statusCode(400).body("param", equalTo("amount"));
    }

    @Test
    void aCardThatDoesNotPayGivesNothing() {
        added("{\"type\":\"card\",\"token\":\"tok_test_charge_declined\"}");

        for (int i = 0; i < 2; i++) {
            outside.write(account)
                    .header("Idempotency-Key", "k1")
                    .body("{\"amount\":5}")
                    .post("/billing/credits")
                    .then()
                    .statusCode(402)
                    .body("code", equalTo("PAYMENT_DECLINED"));
        }

        assertThat(balance()).isEqualTo("5.00");
        assertThat(query("select string_agg(status, ',') from credit_purchase where account = '" + account + "'"))
                .isEqualTo("FAILED");
    }

    @Test
    void aPurchaseThatIsSentManyTimesAtOnceIsPaidOnce() {
        added(VISA);
        var replies = new ConcurrentLinkedQueue<String>();

        IntStream.range(0, 12).parallel().forEach(i -> {
            var reply = outside.write(account)
                    .header("Idempotency-Key", "once")
                    .body("{\"amount\":\"10\"}")
                    .post("/billing/credits");
            if (reply.statusCode() == 201) {
                replies.add(reply.asString());
            } else {
                assertThat(reply.statusCode()).isEqualTo(409);
            }
        });

        assertThat(replies.stream().distinct()).hasSize(1);
        assertThat(balance()).isEqualTo("15.00");
        assertThat(query("select count(*) from offline_charge where idempotency_key in"
                        + " (select id from credit_purchase where account = '" + account + "')"))
                .isEqualTo("1");
    }

    @Test
    void aBankTransferCountsWhenAnOperatorHasSeenTheMoney() {
        added("{\"type\":\"bank_transfer\"}");
        String id = post("/billing/credits", "{\"amount\":50}")
                .statusCode(201)
                .body("data.status", equalTo("pending"))
                .extract()
                .path("data.id");
        assertThat(balance()).isEqualTo("5.00");
        assertThat(glance("account.hasPaymentMethod")).isEqualTo("false");
        assertThat(outside.get(account, "/billing/credits").getList("data.pending.id"))
                .isEqualTo(List.of(id));

        outside.write(account)
                .post("/billing/credits/" + id + "/confirm")
                .then()
                .statusCode(403);
        for (int i = 0; i < 2; i++) {
            outside.operator()
                    .post("/billing/credits/" + id + "/confirm")
                    .then()
                    .statusCode(200)
                    .body("data.status", equalTo("completed"));
        }

        assertThat(balance()).isEqualTo("55.00");
        assertThat(glance("account.hasPaymentMethod")).isEqualTo("true");
        assertThat(glance("account.billingTier")).isEqualTo("tier2");
        assertThat(outside.get(account, "/billing/credits").getList("data.pending"))
                .isEmpty();
        outside.operator().post("/billing/credits/cred_1/confirm").then().statusCode(404);
    }

    @Test
    void aPurchaseByCardIsNotConfirmed() {
        added(VISA);
        String id = post("/billing/credits", "{\"amount\":5}").extract().path("data.id");

        outside.operator()
                .post("/billing/credits/" + id + "/confirm")
                .then()
                .statusCode(409)
                .body("code", equalTo("NO_BANK_TRANSFER"));
    }

    @Test
    void oneRouteTakesTheSameChanges() {
        String id = post("/billing", """
                        {"action":"add_payment_method","type":"card","token":"tok_test_visa"}""")
                .statusCode(200)
                .body("data.last4", equalTo("4242"))
                .extract()
                .path("data.id");
        post("/billing", "{\"action\":\"update_spending_limit\",\"spendingLimit\":30}")
                .statusCode(200)
                .body("data.spendingLimit", equalTo("30.00"));
        assertThat(glance("account.spendingLimit")).isEqualTo("30.00");
        post("/billing", "{\"action\":\"remove_payment_method\",\"paymentMethodId\":\"" + id + "\"}")
                .statusCode(200)
                .body("data.id", equalTo(id));
        assertThat(glance("account.hasPaymentMethod")).isEqualTo("false");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{} | 400 | action",
                "{\"action\":\"pay\"} | 400 | action",
                "{\"action\":\"update_spending_limit\"} | 400 | spendingLimit",
                "{\"action\":\"update_spending_limit\",\"spendingLimit\":true} | 400 | spendingLimit",
                "{\"action\":\"update_spending_limit\",\"spendingLimit\":1,\"token\":\"x\"} | 400 | token",
                "{\"action\":\"remove_payment_method\"} | 400 | paymentMethodId",
                "{\"action\":\"remove_payment_method\",\"paymentMethodId\":\"pm_1\"} | 404 | paymentMethodId",
                "{\"action\":\"add_payment_method\",\"type\":\"card\",\"token\":\"tok_test_visa\",\"paymentMethodId\":\"x\"} | 400 | paymentMethodId"
            })
    void aChangeThatCannotBeIsRefusedByName(String body, int status, String param) {
        post("/billing", body).statusCode(status).body("param", equalTo(param));
    }

    @Test
    void everyChangeIsInTheAccountsLog() {
        String id = added(VISA);
        post("/billing/credits", "{\"amount\":5}").statusCode(201);
        outside.write(account)
                .body("{\"spendingLimit\":\"20.00\"}")
                .put("/billing/spending-limit")
                .then()
                .statusCode(200);
        outside.write(account).delete("/billing/payment-methods/" + id).then().statusCode(200);

        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(outside.topics().published(Topic.AUDIT_OF_BILLING, account))
                        .extracting(event -> ((ActionTaken) event).action())
                        .containsExactly(
                                "payment_method.add", "credit.buy", "spending_limit.set", "payment_method.remove"));
        assertThat(outside.topics().published(Topic.AUDIT_OF_BILLING, account))
                .allSatisfy(event -> assertThat(((ActionTaken) event).change()).doesNotContain("tok_test_visa"));
    }

    private ValidatableResponse post(String path, String body) {
        return outside.write(account).body(body).post(path).then();
    }

    private String added(String body) {
        return post("/billing/payment-methods", body).statusCode(201).extract().path("data.id");
    }

    private String balance() {
        return outside.get(account, "/billing/credits").getString("data.balance");
    }

    private String glance(String member) {
        return outside.get(account, "/billing").getString("data." + member);
    }
}
