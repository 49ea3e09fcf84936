package ai.radium.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What a client sends again with its Idempotency-Key is done once, by the platform as it is installed. */
@ExtendWith(RunningPlatform.class)
class RepeatedCallTest {
    @Test
    void aChatIsAnsweredOnce(Platform platform) {
        String chat = """
                {"model":"%s","max_tokens":8,"messages":[{"role":"user","content":"Hi"}]}""".formatted(platform.deploymentId());
        String key = UUID.randomUUID().toString();

        ApiClient.Answer first = platform.api().post("/chat/completions", chat, "Idempotency-Key", key);
        ApiClient.Answer again = platform.api().post("/chat/completions", chat, "Idempotency-Key", key);
        ApiClient.Answer other =
                platform.api().post("/chat/completions", chat.replace("Hi", "Ho"), "Idempotency-Key", key);

        assertThat(first.status()).as(first.response().body()).isEqualTo(200);
        assertThat(again.response().body()).isEqualTo(first.response().body());
        assertThat(other.status()).as(other.response().body()).isEqualTo(422);
    }

    @Test
    void aKeyIsMadeOnce(Platform platform) {
        String name = "{\"name\":\"repeated\"}";
        String key = UUID.randomUUID().toString();

        ApiClient.Answer first = platform.api().post("/api-keys", name, "Idempotency-Key", key);
        ApiClient.Answer again = platform.api().post("/api-keys", name, "Idempotency-Key", key);

        assertThat(first.status()).as(first.response().body()).isEqualTo(201);
        assertThat(again.response().body()).isEqualTo(first.response().body());
    }
}
