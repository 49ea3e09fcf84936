package ai.radium.billing;

import static ai.radium.billing.Outside.model;
import static ai.radium.billing.Outside.price;
import static ai.radium.billing.Outside.record;
import static ai.radium.billing.Outside.usage;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ai.radium.contracts.Topic;
import ai.radium.contracts.billing.InvoiceCreated;
import ai.radium.contracts.usage.UsageRecord.Outcome;
import ai.radium.kit.testing.PackagedService;
import ai.radium.kit.testing.TestTopics;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** kill -9 again and again while months are being closed: one invoice of each, every line on one of them. */
class KilledCloseIT {
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final int ACCOUNTS = 120;
    private static final int KILLS = 4;
    private static final int HEARD = 10;

    private final Map<String, String> settings = new BillingStack().start();

    @Test
    void everyMonthIsOneInvoiceAndEveryLineStandsOnOne() {
        try (TestTopics topics = new TestTopics(setting("radium.kafka"), setting("radium.outbox.topic-prefix"))) {
            useTwoMonths(topics);
            for (int kill = 0; kill < KILLS; kill++) {
                long before = invoices();
                try (PackagedService service = new PackagedService(with("radium.invoice.check", "0.01S"))) {
                    await().atMost(PATIENCE).pollInterval(Duration.ofMillis(5)).until(() -> invoices() > before + 20);
                    service.kill();
                }
            }
            assertThat(invoices()).as("it was killed on the way").isLessThan(2L * ACCOUNTS);
            try (PackagedService service = new PackagedService(with("radium.invoice.check", "0.01S"))) {
                await().atMost(PATIENCE).until(() -> service.isReady() && invoices() == 2L * ACCOUNTS);

                await().atMost(PATIENCE).until(() -> told(topics).size() == 2 * HEARD);
            }
            assertThat(query("select count(*) from usage_line where invoice_id is null"))
                    .isEqualTo("0");
            assertThat(query("select count(distinct (account, period_start)) from invoice"))
                    .isEqualTo(String.valueOf(2 * ACCOUNTS));
            assertThat(query("select sum(total) from invoice")).isEqualTo(ACCOUNTS * 3 + ".000000000000");
        }
    }

    /** A dollar in September and two in October of each account; the service that hears of it closes nothing. */
    private void useTwoMonths(TestTopics topics) {
        try (PackagedService service = new PackagedService(with("radium.invoice.close-after", "3650D"))) {
            await().atMost(PATIENCE).until(service::isReady);
            topics.send(model("m", price("1", "2026-01-01T00:00:00Z", "1", "1")));
            IntStream.range(0, ACCOUNTS)
                    .forEach(i -> topics.send(usage(
                            "acct_" + i,
                            record("m", "2026-09-10T10:00:00Z", Outcome.COMPLETED, 1_000_000, 0),
                            record("m", "2026-10-10T10:00:00Z", Outcome.COMPLETED, 1_000_000, 1_000_000))));
            await().atMost(PATIENCE)
                    .until(() -> query("select count(*) from usage_line where status = 'RATED'")
                            .equals(String.valueOf(2 * ACCOUNTS)));
        }
    }

    /** Ids of the invoices of some of the accounts. */
    private static List<String> told(TestTopics topics) {
        return IntStream.range(0, HEARD)
                .boxed()
                .flatMap(i -> topics.published(Topic.BILLING_INVOICE, "acct_" + i).stream())
                .filter(InvoiceCreated.class::isInstance)
                .map(event -> ((InvoiceCreated) event).invoiceId())
                .distinct()
                .toList();
    }

    private long invoices() {
        return Long.parseLong(query("select count(*) from invoice"));
    }

    private Map<String, String> with(String key, String value) {
        Map<String, String> all = new HashMap<>(settings);
        all.put(key, value);
        return all;
    }

    private String setting(String name) {
        return Objects.requireNonNull(settings.get(name), name);
    }

    private String query(String sql) {
        String url = "jdbc:postgresql://127.0.0.1:" + setting("radium.db.port") + "/" + setting("radium.db.database");
        try (Connection connection =
                        DriverManager.getConnection(url, "billing_service", setting("radium.db.password"));
                ResultSet rows = connection.createStatement().executeQuery(sql)) {
            rows.next();
            return String.valueOf(rows.getString(1));
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
