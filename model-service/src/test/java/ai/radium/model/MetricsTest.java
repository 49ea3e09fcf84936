package ai.radium.model;

import static ai.radium.kit.testing.ServiceDatabase.change;
import static ai.radium.kit.testing.ServiceDatabase.query;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ai.radium.contracts.Topic;
import ai.radium.contracts.deployment.DeploymentChanged;
import ai.radium.contracts.deployment.DeploymentStatus;
import ai.radium.kit.ids.Ids;
import ai.radium.kit.testing.TestTopics;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.eclipse.microprofile.config.ConfigProvider;
import org.junit.jupiter.api.Test;

/** What every service tells an operator, and what it keeps, shown at one of them. */
@QuarkusTest
@WithTestResource(ModelStack.class)
class MetricsTest {
    @Test
    void tellsWhatTheOutboxSentAndThatNothingWaits() {
        String told = query("select sum(version + 1) from model").getFirst();

        eventually(
                "radium_outbox_sent_total{type=\"radium.ModelChanged\"} " + told + ".0",
                "radium_outbox_lag_seconds 0.0",
                "radium_outbox_failures_total ",
                "radium_state_changes_total{of=\"model\",to=\"published\"} ");

        await().atMost(Duration.ofSeconds(20))
                .until(() -> query("select count(*) from outbox").getFirst().equals("0"));
    }

    @Test
    void tellsWhatBecameOfEventsAndHowOldTheNewestIs() {
        String topic = "topic=\"" + Topic.DEPLOYMENT_CHANGED.topicName() + "\"";
        String id = Ids.ulid();
        DeploymentChanged event = new DeploymentChanged(
                Ids.next("dep"), "acct_metrics", "d", "mistral-7b", DeploymentStatus.ACTIVE, null, 1, 1, 1, 1);
        try (TestTopics topics = topics()) {
            topics.send(id, event);
            topics.send(id, event);
            topics.send(
                    Topic.DEPLOYMENT_CHANGED,
                    "dep_poison",
                    Ids.ulid(),
                    "radium.DeploymentChanged",
                    "no JSON".getBytes(StandardCharsets.UTF_8));
            topics.send(
                    Topic.DEPLOYMENT_CHANGED,
                    "dep_later",
                    Ids.ulid(),
                    "radium.NotKnownYet",
                    "{}".getBytes(StandardCharsets.UTF_8));
        }

        eventually(
                "radium_inbox_events_total{outcome=\"taken\"," + topic,
                "radium_inbox_events_total{outcome=\"repeated\"," + topic + "} 1.0",
                "radium_inbox_events_total{outcome=\"dead_letter\"," + topic + "} 1.0",
                "radium_inbox_events_total{outcome=\"skipped\"," + topic + "} 1.0",
                "radium_inbox_events_total{outcome=\"failed\"," + topic + "} 5.0",
                "radium_inbox_last_event_timestamp_seconds{" + topic + "} 1.",
                "kafka_consumer_fetch_manager_records_lag");
    }

    @Test
    void forgetsWhichEventsWereTakenAfterAMonth() {
        String old = Ids.next("old");
        String young = Ids.next("young");
        change("insert into inbox select 'test', '" + old + "' || i, now() - interval '31 days'"
                + " from generate_series(1, 6000) i");
        change("insert into inbox values ('test', '" + young + "', now() - interval '29 days')");

        await().atMost(Duration.ofSeconds(30))
                .until(() -> query("select count(*) from inbox where event_id like '" + old + "%'")
                        .getFirst()
                        .equals("0"));

        assertThat(query("select count(*) from inbox where event_id = '" + young + "'")
                        .getFirst())
                .isEqualTo("1");
        eventually("radium_retention_deleted_rows_total{table=\"inbox\"}");
    }

    @Test
    void countsNothingUnderAPathThatAStrangerMadeUp() {
        RestAssured.given()
                .urlEncodingEnabled(false)
                .get("/models/made%00up")
                .then()
                .statusCode(400);

        assertThat(RestAssured.get("/metrics").asString()).doesNotContain("/models/made");
    }

    private static void eventually(String... lines) {
        await().atMost(Duration.ofSeconds(60))
                .untilAsserted(() -> assertThat(RestAssured.get("/metrics")
                                .then()
                                .statusCode(200)
                                .extract()
                                .asString())
                        .contains(lines));
    }

    private static TestTopics topics() {
        return new TestTopics(config("radium.kafka"), config("radium.outbox.topic-prefix"));
    }

    private static String config(String name) {
        return ConfigProvider.getConfig().getValue(name, String.class);
    }
}
