package ai.radium.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A deployment that is paid by the second: its time is on the bill, its calls are there at nothing. */
@ExtendWith(RunningPlatform.class)
class ReplicaSecondsTest {
    private static final Duration TO_RUN = Duration.ofMinutes(2);
    private static final Duration FOR_THE_BILL = Duration.ofSeconds(60);
    private static final Duration LONG_ENOUGH = Duration.ofSeconds(3);
    private static final BigDecimal HOURLY_PRICE = new BigDecimal("0.50");

    @Test
    void itsReplicaIsBilledFromReadyToStoppedAndItsCallsAreNot(Platform platform) {
        ApiClient api = platform.api();
        Instant asked = Instant.now();
        String id = api.post("/deployments", """
                        {"name": "paid-by-the-second", "modelId": "%s", "configuration":
                         {"acceleratorType": "T4 16GB", "minReplicas": 1, "billing": "replica-seconds"}}""".formatted(platform.model()))
                .json()
                .at("/data/id")
                .asText();
        try {
            await().atMost(TO_RUN).until(() -> ready(api, id) == 1);
            await().pollDelay(LONG_ENOUGH).atMost(FOR_THE_BILL).until(() -> called(api, id) == 200);
        } finally {
            api.delete("/deployments/" + id);
        }
        Instant gone = Instant.now();

        await().atMost(FOR_THE_BILL)
                .until(() -> lines(api, id, "replica_seconds").size() == 1
                        && !lines(api, id, "tokens").isEmpty());
        JsonNode time = lines(api, id, "replica_seconds").getFirst();
        long seconds = time.path("quantity").asLong();
        assertThat(seconds)
                .isBetween(
                        LONG_ENOUGH.toSeconds(), Duration.between(asked, gone).toSeconds());
        assertThat(time.path("accelerator").asText()).isEqualTo("T4 16GB");
        assertThat(time.path("amount").asText())
                .isEqualTo(HOURLY_PRICE
                        .multiply(BigDecimal.valueOf(seconds))
                        .divide(BigDecimal.valueOf(3_600), 12, RoundingMode.HALF_EVEN)
                        .toPlainString());
        assertThat(lines(api, id, "tokens"))
                .anySatisfy(call -> assertThat(call.path("quantity").asInt()).isPositive())
                .allSatisfy(call -> assertThat(call.path("amount").asText()).isEqualTo("0.000000000000"));
    }

    private static int ready(ApiClient api, String id) {
        return api.get("/deployments/" + id).json().at("/data/replicas/ready").asInt();
    }

    private static int called(ApiClient api, String id) {
        return api.post(
                        "/chat/completions",
                        "{\"model\":\"%s\",\"max_tokens\":4,\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]}"
                                .formatted(id))
                .status();
    }

    private static List<JsonNode> lines(ApiClient api, String id, String type) {
        JsonNode lines = api.get("/billing/usage?type=" + type + "&deploymentId=" + id)
                .json()
                .path("data");
        return StreamSupport.stream(lines.spliterator(), false).toList();
    }
}
