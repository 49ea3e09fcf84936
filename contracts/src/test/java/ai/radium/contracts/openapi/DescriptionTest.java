package ai.radium.contracts.openapi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@SuppressWarnings("NullAway.Init") // set before each test
class DescriptionTest {
    @TempDir
    Path sources;

    @BeforeEach
    void write() throws IOException {
        Files.writeString(sources.resolve("errors.yaml"), """
                NONE: {status: 404, of: [kit], meaning: There is none, cause: Some, cure: Another}
                GONE: {status: 404, of: [kit], meaning: It is gone, cause: Some, cure: Another}
                BUSY: {status: 503, of: [kit], meaning: It is busy, cause: Some, cure: Wait}
                USED: {status: 422, of: [kit], meaning: It is used, cause: Some, cure: Another}
                """);
        Files.writeString(sources.resolve("openapi.yaml"), """
                openapi: 3.0.3
                x-radium-shared-errors: {all: [BUSY], known: [NONE], management: [], inference: [], idempotent: [USED]}
                paths: {}
                """);
        Files.writeString(sources.resolve("things.yaml"), """
                paths:
                  /things:
                    get: {responses: {'200': &ok {description: things}}}
                    post: {x-radium-permission: write, x-radium-body-limit: management, x-radium-errors: [GONE], responses: {'201': *ok}}
                """);
    }

    private ObjectNode read() throws IOException {
        return Description.read(sources, ErrorTable.read(sources.resolve(ErrorTable.FILE)));
    }

    @Test
    void anOperationHasItsOwnErrorsAndThoseOfItsKindOneReplyAStatus() throws IOException {
        JsonNode api = read();
        JsonNode things = api.at("/paths/~1things");

        assertThat(things.at("/get/responses").fieldNames()).toIterable().containsExactly("200", "503");
        JsonNode replies = things.at("/post/responses");
        assertThat(replies.fieldNames()).toIterable().containsExactly("201", "404", "422", "503");
        assertThat(api.at(replies.at("/404/$ref").asText().substring(1) + "/description")
                        .asText())
                .isEqualTo("`GONE`: It is gone; `NONE`: There is none");
        assertThat(api.at("/components/examples/GONE/value/code").asText()).isEqualTo("GONE");
        assertThat(api.at("/components/examples/GONE-object-form/value/error/code")
                        .asText())
                .isEqualTo("gone");
    }

    @Test
    void repliesToThoseWhoAreKnownTellTheirLimits() throws IOException {
        JsonNode api = read();
        JsonNode things = api.at("/paths/~1things");

        assertThat(things.at("/get/responses/200/headers").has("X-RateLimit-Limit"))
                .isFalse();
        assertThat(things.at("/post/responses/201/headers").has("X-RateLimit-Limit"))
                .isTrue();
        assertThat(things.at("/post/responses/503/$ref").asText())
                .isNotEqualTo(things.at("/get/responses/503/$ref").asText());
        assertThat(api.at("/components/responses/Error503A/headers").has("Retry-After"))
                .isTrue();
    }

    @Test
    void whatTwoFilesTellIsRefused() throws IOException {
        Files.writeString(
                sources.resolve("others.yaml"), "paths: {/things: {get: {responses: {'200': {description: no}}}}}\n");

        assertThatThrownBy(this::read).hasMessageContaining("/paths//things/get/responses/200/description");
    }

    @Test
    void anErrorThatIsNotInTheTableIsRefused() throws IOException {
        Files.writeString(
                sources.resolve("others.yaml"), "paths: {/x: {get: {x-radium-errors: [OTHER], responses: {}}}}\n");

        assertThatThrownBy(this::read).hasMessage("OTHER is not in errors.yaml");
    }
}
