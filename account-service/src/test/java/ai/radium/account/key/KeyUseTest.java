package ai.radium.account.key;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.notNullValue;

import ai.radium.account.AccountStack;
import ai.radium.account.WithAccount;
import ai.radium.contracts.billing.UsageRated;
import ai.radium.kit.identity.Role;
import ai.radium.kit.ids.Ids;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What is told of a key's use: inference by what was rated, management calls by what the gateway says. */
@QuarkusTest
@WithTestResource(AccountStack.class)
class KeyUseTest extends WithAccount {
    @Test
    void countsWhatAKeyWasUsedForOnce() {
        String id = newKey(Role.DEVELOPER, "{\"name\":\"busy\"}").getString("data.id");
        String event = Ids.ulid();
        Instant now = Instant.now();
        Map<String, Object> sum =
                Map.of("requests", 4, "errors", 1, "inputTokens", 36, "outputTokens", 90, "cost", "0.00000216");
        var line = rated(now, id, 12, 30, "0.000000720000", false);
        var failed = rated(now, id, 0, 0, "0.000000000000", true);
        var foreign = rated(now, "key_none", 1, 1, "1.000000000000", false);
        outside.send(new UsageRated(account, List.of(line, line, foreign)), event);
        outside.send(new UsageRated(account, List.of(line, line, foreign)), event);
        outside.send(new UsageRated(account, List.of(line, failed)), Ids.ulid());

        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> outside.as(account, Role.VIEWER)
                        .get("/api-keys/" + id)
                        .then()
                        .statusCode(200)
                        .body("data.totalUsage", equalTo(4))
                        .body("data.totalCost", equalTo("0.00000216"))
                        .body("data.usageFormatted", equalTo("4"))
                        .body("data.lastUsedAt", notNullValue())
                        .body("data.analytics.last24h", equalTo(sum))
                        .body("data.analytics.last7d", equalTo(sum))
                        .body("data.analytics.hourlyUsage.requests.sum()", equalTo(4))
                        .body("data.analytics.hourlyUsage.errors.sum()", equalTo(1)));
    }

    private static UsageRated.Line rated(
            Instant time, String key, int promptTokens, int completionTokens, String amount, boolean failed) {
        return new UsageRated.Line(
                Ids.ulid(), time, key, "dep_1", "m", "1", promptTokens, completionTokens, amount, "USD", failed);
    }

    @Test
    void countsManagementCallsAsUse() {
        String id = newKey(Role.DEVELOPER, "{\"name\":\"manages\"}").getString("data.id");
        note(id, "2026-01-02T03:04:05.678Z");
        lastUse(id, "2026-01-02T03:04:05.678Z");
        note(id, "2026-01-01T00:00:00Z");
        lastUse(id, "2026-01-02T03:04:05.678Z");

        outside.gateway()
                .body("{\"uses\":[{\"keyId\":\"%s\",\"usedAt\":\"2026-01-03T00:00:00Z\"},".formatted(id)
                        + "{\"keyId\":\"key_none\",\"usedAt\":\"2026-01-03T00:00:00Z\"},"
                        + "{\"keyId\":\"%s\",\"usedAt\":\"2026-01-04T00:00:00Z\"}]}".formatted(id))
                .post("/internal/key-uses")
                .then()
                .statusCode(200);
        lastUse(id, "2026-01-04T00:00:00.000Z");
    }

    @Test
    void takesNoUseFromTheFuture() {
        String id = newKey(Role.DEVELOPER, "{\"name\":\"clock\"}").getString("data.id");
        note(id, "9999-01-01T00:00:00Z");

        String shown = outside.as(account, Role.VIEWER)
                .get("/api-keys/" + id)
                .jsonPath()
                .getString("data.lastUsedAt");

        assertThat(Instant.parse(shown)).isBeforeOrEqualTo(Instant.now());
    }

    private static void note(String id, String at) {
        outside.gateway()
                .body("{\"uses\":[{\"keyId\":\"%s\",\"usedAt\":\"%s\"}]}".formatted(id, at))
                .post("/internal/key-uses")
                .then()
                .statusCode(200);
    }

    private void lastUse(String id, String at) {
        outside.as(account, Role.VIEWER)
                .get("/api-keys/" + id)
                .then()
                .body("data.lastUsedAt", equalTo(at))
                .body("data.totalUsage", equalTo(0))
                .body("data.usageFormatted", equalTo("0"));
    }
}
