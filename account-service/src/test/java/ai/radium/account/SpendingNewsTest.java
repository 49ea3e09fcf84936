package ai.radium.account;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ai.radium.contracts.billing.SpendingEvent.SpendingThresholdReached;
import ai.radium.kit.ids.Ids;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.time.Duration;
import java.time.LocalDate;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(AccountStack.class)
class SpendingNewsTest {
    @Test
    void countsEachThresholdOnce() {
        String event = Ids.ulid();
        try (Outside outside = new Outside()) {
            var reached = new SpendingThresholdReached("acct_1", LocalDate.of(2026, 11, 1), 80, "40.00", "50.00");
            outside.send(reached, event);
            outside.send(reached, event);
            outside.send(
                    new SpendingThresholdReached("acct_1", LocalDate.of(2026, 11, 1), 100, "50", "50"), Ids.ulid());
        }

        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(given().get("/metrics").asString())
                        .containsPattern("radium_state_changes_total\\{.*of=\"spending\",.*to=\"80_percent\".*} 1\\.0")
                        .containsPattern(
                                "radium_state_changes_total\\{.*of=\"spending\",.*to=\"100_percent\".*} 1\\.0"));
    }
}
