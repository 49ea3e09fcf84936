package ai.radium.billing;

import static ai.radium.billing.Outside.account;
import static ai.radium.billing.Outside.model;
import static ai.radium.billing.Outside.price;
import static ai.radium.billing.Outside.query;
import static ai.radium.billing.Outside.ready;
import static ai.radium.billing.Outside.record;
import static ai.radium.billing.Outside.usage;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.startsWith;

import ai.radium.contracts.Topic;
import ai.radium.contracts.billing.InvoiceCreated;
import ai.radium.contracts.billing.InvoicePaid;
import ai.radium.contracts.usage.UsageRecord.Outcome;
import ai.radium.kit.ids.Ids;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What months come to. A million tokens cost a dollar here, and five dollars are given. */
@QuarkusTest
@WithTestResource(BillingStack.class)
class InvoicesTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String SEPTEMBER = "2026-09-15T10:00:00Z";
    private static final String OCTOBER = "2026-10-31T23:59:59Z";

    private final Outside outside = new Outside();
    private final String account = Ids.next("acct");
    private final String model = Ids.next("model");

    @BeforeEach
    void open() {
        outside.send(model(model, price("1", "2026-01-01T00:00:00Z", "1", "1")));
        outside.send(account(account));
        await().atMost(PATIENCE)
                .until(() -> "ACTIVE".equals(outside.get(account, "/billing").getString("data.account.standing")));
    }

    @AfterEach
    void disconnect() {
        outside.close();
    }

    @Test
    void aMonthThatIsOverIsOneInvoiceWhichCreditPays() {
        spend(SEPTEMBER, 2_000_000, 1_000_000);

        JsonPath invoice = invoices(1);

        assertThat(invoice.getString("data[0].status")).isEqualTo("paid");
        assertThat(invoice.getString("data[0].number")).matches("INV-2026-09-[0-9A-Z]{8}");
        assertThat(invoice.getString("data[0].periodStart")).isEqualTo("2026-09-01");
        assertThat(invoice.getString("data[0].periodEnd")).isEqualTo("2026-10-01");
        assertThat(invoice.getList("data[0].lines.quantity", Integer.class)).containsExactly(2_000_000, 1_000_000);
        assertThat(invoice.getList("data[0].lines.amount")).isEqualTo(List.of("2.00", "1.00"));
        assertThat(invoice.getString("data[0].total")).isEqualTo("3.00");
        assertThat(invoice.getString("data[0].creditApplied")).isEqualTo("3.00");
        assertThat(invoice.getString("data[0].amountDue")).isEqualTo("0.00");
        assertThat(news()).hasExactlyElementsOfTypes(InvoiceCreated.class, InvoicePaid.class);
    }

    @Test
    void whatNoCreditCoversIsDueUntilMoneyComes() {
        outside.write(account)
                .body("{\"type\":\"card\",\"token\":\"tok_test_visa\",\"billingDetails\":{\"company\":\"Ada Ltd\"}}")
                .post("/billing/payment-methods")
                .then()
                .statusCode(201);
        spend(OCTOBER, 8_000_000, 0);
        JsonPath open = invoices(1);
        assertThat(open.getString("data[0].status")).isEqualTo("open");
        assertThat(open.getString("data[0].amountDue")).isEqualTo("3.00");
        byte[] before = pdf(open.getString("data[0].id"));
        spend(Instant.now().toString(), 1_000_000, 0);
        await().atMost(PATIENCE)
                .until(() -> invoices(2).getString("data[0].total").equals("1.00"));
        assertThat(invoices(2).getString("data[1].amountDue")).isEqualTo("3.00");

        outside.write(account)
                .body("{\"amount\":5}")
                .post("/billing/credits")
                .then()
                .statusCode(201);

        await().atMost(PATIENCE)
                .untilAsserted(() ->
                        assertThat(invoices(2).getString("data[1].status")).isEqualTo("paid"));
        assertThat(invoices(2).getList("data.amountDue")).isEqualTo(List.of("0.00", "0.00"));
        assertThat(pdf(open.getString("data[0].id"))).isEqualTo(before);
        assertThat(news()).hasExactlyElementsOfTypes(InvoiceCreated.class, InvoicePaid.class);
    }

    @Test
    void lateUseStandsOnTheNextInvoiceAndNothingTwice() {
        spend(SEPTEMBER, 1_000_000, 0);
        invoices(1);
        spend(SEPTEMBER, 500_000, 0);
        await().atMost(PATIENCE)
                .until(() -> invoices(2).getString("data[0].periodStart").equals("2026-10-01"));
        spend(OCTOBER, 250_000, 0);

        await().atMost(PATIENCE).until(() -> all().getList("data.status").equals(List.of("paid", "paid", "paid")));

        assertThat(all().getList("data.total")).isEqualTo(List.of("0.25", "0.50", "1.00"));
        assertThat(query("select count(*) from usage_line where invoice_id is null and account = '" + account + "'"))
                .isEqualTo("0");
    }

    @Test
    void failedAttemptsAloneMakeNoInvoice() {
        outside.send(usage(account, record(model, SEPTEMBER, Outcome.FAILED, 7, 0)));
        spend(OCTOBER, 1_000_000, 0);

        JsonPath made = invoices(1);

        assertThat(made.getString("data[0].periodStart")).isEqualTo("2026-10-01");
        assertThat(made.getString("data[0].total")).isEqualTo("1.00");
        assertThat(query("select count(*) from usage_line where invoice_id is null and account = '" + account + "'"))
                .isEqualTo("0");
    }

    @Test
    void theRunningMonthIsADraft() {
        String now = Instant.now().toString();
        spend(now, 1_000_000, 0);
        outside.send(ready(account, now, 3600, 2, "1.25"));

        await().atMost(PATIENCE).until(() -> "3.50".equals(all().getString("data[0].total")));

        JsonPath draft = outside.get(account, "/billing/invoices/inv_draft");
        assertThat(draft.getString("data.status")).isEqualTo("draft");
        assertThat(draft.getString("data.number")).isNull();
        assertThat(draft.getList("data.lines.type")).isEqualTo(List.of("replica_seconds", "tokens"));
        assertThat(draft.getList("data.lines.quantity", Integer.class)).containsExactly(7200, 1_000_000);
        outside.as(account)
                .get("/billing/invoices/inv_draft/download?format=csv")
                .then()
                .statusCode(200)
                .contentType("text/csv")
                .body(startsWith("number,periodStart,periodEnd,type,description,model"));
        assertThat(new String(pdf("inv_draft"), 0, 5, StandardCharsets.US_ASCII))
                .isEqualTo("%PDF-");
        assertThat(outside.get(account, "/billing").getList("data.invoices")).isEmpty();
    }

    @Test
    void anotherAccountsInvoiceIsNotThere() {
        spend(SEPTEMBER, 1_000_000, 0);
        String id = invoices(1).getString("data[0].id");
        String other = Ids.next("acct");

        outside.as(other)
                .get("/billing/invoices/" + id)
                .then()
                .statusCode(404)
                .body("code", equalTo("INVOICE_NOT_FOUND"));
        outside.as(other).get("/billing/invoices/" + id + "/download").then().statusCode(404);
        outside.as(other).get("/billing/invoices/inv_draft").then().statusCode(404);
        assertThat(outside.get(other, "/billing/invoices").getList("data")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "?status=void, status",
        "?limit=0, limit",
        "?limit=x, limit",
        "?offset=-1, offset",
        "/inv_draft/download?format=xls, format"
    })
    void whatCannotBeAskedIsRefusedByName(String path, String param) {
        outside.as(account)
                .get("/billing/invoices" + path)
                .then()
                .statusCode(400)
                .body("param", equalTo(param));
    }

    @Test
    void isFoundByItsStatus() {
        spend(SEPTEMBER, 1_000_000, 0);
        invoices(1);

        assertThat(outside.get(account, "/billing/invoices?status=paid").getList("data"))
                .hasSize(1);
        assertThat(outside.get(account, "/billing/invoices?status=open").getList("data"))
                .isEmpty();
        assertThat(outside.get(account, "/billing/invoices?limit=1&offset=1").getList("data"))
                .isEmpty();
    }

    private void spend(String time, int prompt, int completion) {
        outside.send(usage(account, record(model, time, Outcome.COMPLETED, prompt, completion)));
    }

    /** Of which so many are there, and the last of them closed. */
    private JsonPath invoices(int count) {
        await().atMost(PATIENCE)
                .until(() -> all().getList("data").size() == count
                        && !"draft".equals(all().getString("data[" + (count - 1) + "].status")));
        return all();
    }

    private JsonPath all() {
        return outside.get(account, "/billing/invoices");
    }

    private byte[] pdf(String id) {
        return outside.as(account)
                .get("/billing/invoices/" + id + "/download")
                .then()
                .statusCode(200)
                .contentType("application/pdf")
                .extract()
                .asByteArray();
    }

    private List<?> news() {
        await().atMost(PATIENCE)
                .until(() -> outside.topics()
                                .published(Topic.BILLING_INVOICE, account)
                                .size()
                        >= 2);
        return outside.topics().published(Topic.BILLING_INVOICE, account);
    }
}
