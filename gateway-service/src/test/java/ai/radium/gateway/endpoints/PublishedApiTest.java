package ai.radium.gateway.endpoints;

import static org.assertj.core.api.Assertions.assertThat;

import ai.radium.kit.testing.PublishedApi;
import ai.radium.kit.testing.PublishedApi.Operation;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.StreamSupport;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;

/** The description that is published (contracts, {@code src/main/openapi}) against the table of what is served. */
class PublishedApiTest {
    private final PublishedApi api = new PublishedApi();

    @Test
    void everyMethodOfEveryRowIsDescribedAndNothingElse() {
        Map<String, String> served = new TreeMap<>();
        Endpoints.ROWS.forEach(row -> row.methods()
                .forEach((method, access) -> served.put(method + " " + described(row), asked(row, method, access))));
        Map<String, String> described = new TreeMap<>();
        api.operations().forEach(operation -> described.put(operation.toString(), said(operation)));

        assertThat(described).isEqualTo(served);
    }

    private static String described(Endpoint row) {
        return row.pathText().replace("...}", "}");
    }

    private static String asked(Endpoint row, String method, Access access) {
        String who = access instanceof Access.ToCallers callers
                ? callers.permission() + ", a body as of " + row.body()
                : "everybody";
        return method + " by " + who.toLowerCase(Locale.ROOT) + " at " + servers(row.mounts());
    }

    private static List<String> servers(Mounts mounts) {
        return Arrays.stream(Mount.values())
                .filter(mounts::contains)
                .map(mount -> mount == Mount.NONE ? "/" : mount.prefix())
                .toList();
    }

    private String said(Operation operation) {
        JsonNode json = operation.json();
        JsonNode permission = json.path("x-radium-permission");
        boolean open = json.path("security").isArray() && json.path("security").isEmpty();
        String who = open && permission.isMissingNode()
                ? "everybody"
                : permission.asText() + ", a body as of "
                        + json.path("x-radium-body-limit").asText();
        JsonNode servers = operation.item().path("servers");
        return operation.method() + " by " + who + " at " + urls(servers.isMissingNode() ? api.servers() : servers);
    }

    private static List<String> urls(JsonNode servers) {
        return StreamSupport.stream(servers.spliterator(), false)
                .map(server -> server.path("url").asText())
                .toList();
    }

    @Test
    void everyOperationHasWordsSchemasAndExamplesThatFit() {
        SoftAssertions softly = new SoftAssertions();
        List<String> ids = new ArrayList<>();
        for (Operation operation : api.operations()) {
            softly.assertThat(operation.json().path("summary").asText())
                    .as(operation + " summary")
                    .isNotBlank();
            softly.assertThat(operation.json().path("tags"))
                    .as(operation + " tags")
                    .hasSize(1);
            ids.add(operation.json().path("operationId").asText());
            if (!operation.method().matches("GET|DELETE")) {
                hold(softly, operation + " request", operation.json().path("requestBody"));
            }
            operation
                    .json()
                    .required("responses")
                    .properties()
                    .forEach(reply -> hold(softly, operation + " " + reply.getKey(), api.whole(reply.getValue())));
        }
        softly.assertThat(ids).doesNotHaveDuplicates().doesNotContain("");
        softly.assertAll();
    }

    private void hold(SoftAssertions softly, String what, JsonNode described) {
        softly.assertThat(described.path("content").isEmpty())
                .as(what + " has no content")
                .isFalse();
        described.path("content").properties().forEach(content -> {
            List<JsonNode> examples = new ArrayList<>();
            if (content.getValue().has("example")) {
                examples.add(content.getValue().get("example"));
            }
            content.getValue()
                    .path("examples")
                    .forEach(example -> examples.add(api.whole(example).required("value")));
            String of = what + " " + content.getKey();
            softly.assertThat(examples).as(of + " examples").isNotEmpty();
            examples.forEach(
                    example -> softly.assertThat(api.faultsOf(content.getValue().path("schema"), example))
                            .as(of)
                            .isEmpty());
        });
    }
}
