package ai.radium.billing;

import static ai.radium.billing.Outside.account;
import static ai.radium.billing.Outside.model;
import static ai.radium.billing.Outside.price;
import static ai.radium.billing.Outside.query;
import static ai.radium.billing.Outside.record;
import static ai.radium.billing.Outside.usage;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ai.radium.contracts.Topic;
import ai.radium.kit.ids.Ids;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A trace goes from event to event, here where tracing is off: through the inbox, the log's context and the outbox. */
@QuarkusTest
@WithTestResource(BillingStack.class)
class TracesTest {
    private static final String TRACE = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-";

    private static Outside outside;

    private final String account = Ids.next("acct");
    private final String model = Ids.next("model");

    @BeforeAll
    static void connect() {
        outside = new Outside();
    }

    @AfterAll
    static void disconnect() {
        outside.close();
    }

    @Test
    void whatUsageCausesIsPartOfItsTrace() {
        outside.send(account(account));
        outside.send(model(model, price("1", "2026-01-01T00:00:00Z", "1", "1")));
        await().atMost(Duration.ofSeconds(60))
                .until(() -> query("select count(*) from price where model = '" + model + "'")
                        .equals("1"));

        outside.topics().sendTraced(TRACE + "01", usage(account, record(model, 1_000, 0)));
        outside.topics().sendTraced(TRACE + "00", usage(account, record(model, 2_000, 0)));
        outside.send(usage(account, record(model, 3_000, 0)));

        await().atMost(Duration.ofSeconds(60))
                .untilAsserted(() -> assertThat(outside.topics().published(Topic.BILLING_RATED, account))
                        .hasSize(3));
        assertThat(outside.topics().traceparents(Topic.BILLING_RATED, account)).containsExactly(TRACE + "01");
    }
}
