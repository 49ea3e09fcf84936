package ai.radium.deployment;

import static ai.radium.kit.testing.ServiceDatabase.change;
import static ai.radium.kit.testing.ServiceDatabase.query;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ai.radium.contracts.billing.UsageRated;
import ai.radium.contracts.usage.UsageRecord;
import ai.radium.contracts.usage.UsageRecorded;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a deployment leaves in the database has a limit. */
@QuarkusTest
@WithTestResource(DeploymentStack.class)
class KeptRecordsTest extends WithCustomer {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private String id = "";

    @BeforeEach
    void deploy() {
        id = customer.created("{\"name\": \"kept\", \"modelId\": \"absent\"}").getString("data.id");
    }

    @Test
    void forgetsHoursAndCountedIdsAndKeepsWhatWasDoneInAll() {
        UsageRecord old = Samples.usage(id, Instant.now().minus(Duration.ofDays(41)));
        UsageRecord young = Samples.usage(id, Instant.now().minus(Duration.ofDays(39)));
        outside.send(new UsageRecorded(customer.account(), List.of(old, young)));
        outside.send(new UsageRated(customer.account(), List.of(rated(old), rated(young))));

        await().atMost(PATIENCE)
                .until(() -> customer.read(id).getString("data.totalCost").equals("0.50")
                        && customer.read(id).getInt("data.totalRequests") == 2
                        && count("deployment_hour where deployment_id = '" + id + "'") == 1
                        && count("usage_seen where id = '" + old.id() + "'") == 0);

        assertThat(count("usage_seen where id = '" + young.id() + "'")).isEqualTo(1);
    }

    @Test
    void keepsTheNewestFiveHundredLinesOfItsHistory() {
        customer.inStatus(id, "failed");
        change("insert into deployment_event (deployment_id, time, level, type, message) select '" + id
                + "', now(), 'info', 'deployment.failed', 'old' from generate_series(1, 600)");

        customer.request()
                .body("{\"configuration\": {\"minReplicas\": 2}}")
                .put("/deployments/" + id)
                .then()
                .statusCode(200);

        assertThat(count("deployment_event where deployment_id = '" + id + "'")).isEqualTo(500);
    }

    private static UsageRated.Line rated(UsageRecord record) {
        return new UsageRated.Line(
                record.id(),
                record.time(),
                null,
                record.deploymentId(),
                "absent",
                "1",
                10,
                20,
                "0.250000000000",
                "USD",
                false);
    }

    private static int count(String of) {
        return Integer.parseInt(query("select count(*) from " + of).getFirst());
    }
}
