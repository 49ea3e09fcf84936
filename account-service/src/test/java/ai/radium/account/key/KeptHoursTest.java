package ai.radium.account.key;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ai.radium.account.AccountStack;
import ai.radium.account.Outside;
import ai.radium.kit.identity.Role;
import ai.radium.kit.testing.ServiceDatabase;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(AccountStack.class)
class KeptHoursTest {
    @Test
    void forgetsHoursThatAnalyticsOfAKeyNoLongerShow() {
        String key = newKey();
        hour(key, "7 days 1 minute");
        hour(key, "6 days 23 hours");

        await().atMost(Duration.ofSeconds(30)).until(() -> hours(key).size() == 1);

        assertThat(hours(key)).containsExactly("6 days");
    }

    private static String newKey() {
        try (Outside outside = new Outside()) {
            return outside.as(outside.newAccount(), Role.DEVELOPER)
                    .body("{\"name\":\"x\"}")
                    .post("/api-keys")
                    .then()
                    .statusCode(201)
                    .extract()
                    .path("data.id");
        }
    }

    private static void hour(String key, String age) {
        ServiceDatabase.change("insert into api_key_hour (key_id, hour, requests, input_tokens, cost) values ('" + key
                + "', now() - interval '" + age + "', 1, 1, 0)");
    }

    /** Their ages in days. */
    private static List<String> hours(String key) {
        return ServiceDatabase.query(
                "select extract(day from now() - hour) || ' days' from api_key_hour where key_id = '" + key + "'");
    }
}
