package ai.radium.billing;

import static ai.radium.billing.Outside.account;
import static ai.radium.billing.Outside.model;
import static ai.radium.billing.Outside.paidByTime;
import static ai.radium.billing.Outside.price;
import static ai.radium.billing.Outside.record;
import static ai.radium.billing.Outside.usage;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;

import ai.radium.contracts.usage.UsageRecord.Outcome;
import ai.radium.kit.ids.Ids;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@QuarkusTest
@WithTestResource(BillingStack.class)
class RerateTest {
    private final Outside outside = new Outside();
    private final String account = Ids.next("acct");
    private final String model = Ids.next("model");

    @AfterEach
    void disconnect() {
        outside.close();
    }

    @Test
    void showsTheDifferenceAndChangesNothing() {
        outside.send(model(model, price("1", "2026-01-01T00:00:00Z", "1", "2")));
        outside.send(account(account));
        outside.send(usage(
                account,
                record(model, "2026-09-01T00:00:00Z", Outcome.COMPLETED, 1_000_000, 500_000),
                record(model, "2026-09-30T23:59:59Z", Outcome.COMPLETED, 1_000_000, 0),
                record(model, "2026-10-01T00:00:00Z", Outcome.COMPLETED, 9_000_000, 0),
                paidByTime(model, 1_000_000, 0)));
        await().atMost(Duration.ofSeconds(60))
                .until(() -> outside.get(account, "/billing/usage").getInt("pagination.total") == 4);
        String balance = outside.get(account, "/billing/credits").getString("data.balance");
        String question =
                "{\"from\":\"2026-09-01\",\"to\":\"2026-10-01\",\"accountId\":\"%s\",\"prices\":[{\"model\":\"%s\",\"input\":\"1.5\",\"output\":\"2\"}]}"
                        .formatted(account, model);

        String first = rerate(question)
                .statusCode(200)
                .body("data.models.model", contains(model))
                .body("data.models[0].lines", equalTo(2))
                .body("data.amount", equalTo("3.000000000000"))
                .body("data.rerated", equalTo("4.000000000000"))
                .body("data.difference", equalTo("1.000000000000"))
                .extract()
                .asString();

        assertThat(rerate(question).extract().asString()).isEqualTo(first);
        assertThat(outside.get(account, "/billing/credits").getString("data.balance"))
                .isEqualTo(balance);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"to\":\"2026-10-01\",\"prices\":[{\"model\":\"m\",\"input\":\"1\",\"output\":\"1\"}]} | from",
                "{\"from\":\"2026-10-01\",\"to\":\"2026-10-01\",\"prices\":[{\"model\":\"m\",\"input\":\"1\",\"output\":\"1\"}]} | to",
                "{\"from\":\"2026-09-01\",\"to\":\"2026-10-01\"} | prices",
                "{\"from\":\"2026-09-01\",\"to\":\"2026-10-01\",\"prices\":[{\"input\":\"1\",\"output\":\"1\"}]} | prices[0].model",
                "{\"from\":\"2026-09-01\",\"to\":\"2026-10-01\",\"prices\":[{\"model\":\"m\",\"output\":\"1\"}]} | prices[0].input",
                "{\"from\":\"2026-09-01\",\"to\":\"2026-10-01\",\"prices\":[{\"model\":\"m\",\"input\":\"-1\",\"output\":\"1\"}]} | prices[0]",
                "{\"from\":\"2026-09-01\",\"to\":\"2026-10-01\",\"prices\":[{\"model\":\"m\",\"input\":\"1\",\"output\":\"0.0000001\"}]} | prices[0]"
            })
    void whatCannotBeReckonedIsRefusedByName(String body, String param) {
        rerate(body).statusCode(400).body("param", equalTo(param));
    }

    @Test
    void onlyAnOperatorAsks() {
        outside.write(account).body("{}").post("/billing/rerate").then().statusCode(403);
    }

    private ValidatableResponse rerate(String body) {
        return outside.operator().body(body).post("/billing/rerate").then();
    }
}
