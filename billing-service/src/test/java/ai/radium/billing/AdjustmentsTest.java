package ai.radium.billing;

import static ai.radium.billing.Outside.account;
import static ai.radium.billing.Outside.query;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;

import ai.radium.kit.ids.Ids;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@QuarkusTest
@WithTestResource(BillingStack.class)
class AdjustmentsTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Outside outside = new Outside();
    private final String account = Ids.next("acct");

    @BeforeEach
    void open() {
        outside.send(account(account));
        await().atMost(PATIENCE).until(() -> "ACTIVE".equals(standing()));
    }

    @AfterEach
    void disconnect() {
        outside.close();
    }

    @Test
    void whatIsGivenAndTakenStandsInTheBooksWithItsReason() {
        adjust(account, "{\"type\":\"credit\",\"amount\":\"2.50\",\"reason\":\"outage\"}")
                .statusCode(201)
                .body("data.balance", equalTo("7.50"))
                .body("data.reason", equalTo("outage"));
        adjust(account, "{\"type\":\"debit\",\"amount\":10,\"reason\":\"abuse\"}")
                .statusCode(201)
                .body("data.balance", equalTo("-2.50"));

        await().atMost(PATIENCE).until(() -> "SUSPENDED".equals(standing()));
        assertThat(outside.get(account, "/billing/credits").getList("data.history.type"))
                .containsExactly("adjustment", "adjustment", "signup");
        assertThat(query("select string_agg(reason || ' ' || due || ' ' || operator, ', ' order by created_at)"
                        + " from adjustment where account = '" + account + "'"))
                .isEqualTo("outage 0.000000000000 operator, abuse 2.500000000000 operator");
        assertThat(query("select sum(amount) from ledger_entry")).isEqualTo("0.000000000000");
    }

    @Test
    void theSameRequestMovesMoneyOnce() {
        String body = "{\"type\":\"credit\",\"amount\":\"1.00\",\"reason\":\"once\"}";
        String path = "/billing/accounts/" + account + "/adjustments";
        String one = outside.operator()
                .header("Idempotency-Key", account)
                .body(body)
                .post(path)
                .asString();

        assertThat(outside.operator()
                        .header("Idempotency-Key", account)
                        .body(body)
                        .post(path)
                        .asString())
                .isEqualTo(one);
        assertThat(outside.get(account, "/billing/credits").getString("data.balance"))
                .isEqualTo("6.00");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"amount\":1,\"reason\":\"x\"} | type",
                "{\"type\":\"gift\",\"amount\":1,\"reason\":\"x\"} | type",
                "{\"type\":\"credit\",\"reason\":\"x\"} | amount",
                "{\"type\":\"credit\",\"amount\":0,\"reason\":\"x\"} | amount",
                "{\"type\":\"credit\",\"amount\":-1,\"reason\":\"x\"} | amount",
                "{\"type\":\"credit\",\"amount\":1.001,\"reason\":\"x\"} | amount",
                "{\"type\":\"credit\",\"amount\":1} | reason",
                "{\"type\":\"credit\",\"amount\":1,\"reason\":\" \"} | reason",
                "{\"type\":\"credit\",\"amount\":1,\"reason\":\"x\",\"colour\":1} | colour"
            })
    void whatCannotBeAdjustedIsRefusedByName(String body, String param) {
        adjust(account, body).statusCode(400).body("param", equalTo(param));
    }

    @Test
    void onlyAnOperatorAdjustsAndOnlyAnAccountThatIsThere() {
        String body = "{\"type\":\"credit\",\"amount\":1,\"reason\":\"x\"}";

        outside.write(account)
                .body(body)
                .post("/billing/accounts/" + account + "/adjustments")
                .then()
                .statusCode(403);
        adjust("acct_nobody", body).statusCode(404).body("code", equalTo("ACCOUNT_NOT_FOUND"));
    }

    private ValidatableResponse adjust(String whose, String body) {
        return outside.operator()
                .body(body)
                .post("/billing/accounts/" + whose + "/adjustments")
                .then();
    }

    private String standing() {
        return outside.get(account, "/billing").getString("data.account.standing");
    }
}
