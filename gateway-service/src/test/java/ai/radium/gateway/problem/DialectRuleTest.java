package ai.radium.gateway.problem;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.HttpHeaders;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DialectRuleTest {
    private final DialectRule rule = new DialectRule(Set.of("api.raghim.example"));

    @ParameterizedTest
    @CsvSource({
        "/api/deploy/chat/completions, STRING",
        "/api/deploy, STRING",
        "/api/v1/deployments, OBJECT",
        "/api/v1/nothing, OBJECT",
        "/v1/chat/completions, OBJECT",
        "/v1/chat/completions?x=1, OBJECT",
        "/v1/completions, OBJECT",
        "/v1/embeddings, OBJECT",
        "/v1/documents/doc_1/content, OBJECT",
        "/v1/fine_tuning/jobs, OBJECT",
        "/v1/deployments/dep_1, STRING",
        "/v1/deployments?limit=1, STRING",
        "/v1/api-keys, STRING",
        "/v1/models/llama2:7b, STRING",
        "/v1/models/org/model, STRING",
        "/v1/models/dep_1/chat/completions, OBJECT",
        "/v1/models/dep_1/embeddings, OBJECT",
        "/v1/models, STRING",
        "/v1/models/dep_1/completions, STRING",
        "/v1/chat/completionsX, STRING",
        "/v2/anything, STRING",
        "/, STRING"
    })
    void choosesByMountAndRoute(String path, Dialect expected) {
        assertThat(rule.of(path, new DefaultHttpHeaders())).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({"/v1/models", "/v1/models?limit=5", "/v1/models/dep_1/completions", "/v1/unknown", "/"})
    void asksTheClientWhereThePathIsAmbiguous(String path) {
        HttpHeaders openAi = new DefaultHttpHeaders()
                .set("User-Agent", "OpenAI/Python 2.8.0")
                .set("X-Stainless-Lang", "python");

        assertThat(rule.of(path, openAi)).isEqualTo(Dialect.OBJECT);
        assertThat(rule.of(path, new DefaultHttpHeaders().set("User-Agent", "raghim-ai/1.0 python")))
                .isEqualTo(Dialect.OBJECT);
        assertThat(rule.of(path, new DefaultHttpHeaders().set("Host", "API.raghim.example:8000")))
                .isEqualTo(Dialect.OBJECT);
    }

    @Test
    void aHintNeverOverrulesMountOrRoute() {
        HttpHeaders openAi =
                new DefaultHttpHeaders().set("User-Agent", "OpenAI/JS 6.1").set("X-Stainless-Lang", "js");

        assertThat(rule.of("/v1/deployments", openAi)).isEqualTo(Dialect.STRING);
        assertThat(rule.of("/api/deploy/models", openAi)).isEqualTo(Dialect.STRING);
    }
}
