package ai.radium.kit.testing;

import static org.assertj.core.api.Assertions.assertThat;

import ai.radium.kit.testing.RawHttp.Reply;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.assertj.core.api.SoftAssertions;

/**
 * Holds every GET of a service to the description of the API that is published, and to the members that it promises. These are
 * listed in {@code contract.txt} of the module's test resources: what is common to all, then a section for each route, which begins with {@code GET /path}. A
 * route without a section, a member that is missing, new or of another kind is a fault. A section without members is of a
 * route that gives a file.
 */
public final class ContractedReplies {
    private static final String TABLE = "contract.txt";
    private static final ObjectMapper JSON = new ObjectMapper();

    private ContractedReplies() {}

    /**
     * Asks every route.
     *
     * @param targets what to ask for, by route ({@code GET /models/{id}}), where its path alone would not do
     */
    public static void hold(RawHttp caller, Map<String, String> targets) {
        Map<String, ReplyShape> contract = contract();
        assertThat(contract.keySet())
                .as("sections of contract.txt")
                .containsExactlyInAnyOrderElementsOf(Route.all().stream()
                        .filter(route -> route.method().equals("GET") && !route.isInternal())
                        .map(Route::toString)
                        .toList());
        PublishedApi published = new PublishedApi();
        SoftAssertions softly = new SoftAssertions();
        contract.forEach((route, shape) -> {
            String target = targets.getOrDefault(route, route.replaceFirst("GET ", ""));
            Reply reply = caller.ask("GET", target);
            softly.assertThat(reply.status()).as(target + " " + reply.body()).isEqualTo(200);
            if (shape.isOfAFile()) {
                softly.assertThat(reply.header("Content-Type")).as(target).doesNotMatch("application/json(;.*)?");
                return;
            }
            softly.assertThat(faults(shape, reply)).as(target).isEmpty();
            softly.assertThat(published.faultsOf("GET", route.replaceFirst("GET ", ""), reply.status(), tree(reply)))
                    .as(target + " as published")
                    .isEmpty();
        });
        softly.assertAll();
    }

    private static List<String> faults(ReplyShape shape, Reply reply) {
        JsonNode body = tree(reply);
        return body.isMissingNode() ? List.of("no JSON: " + reply.body()) : shape.faultsOf(body);
    }

    private static JsonNode tree(Reply reply) {
        try {
            return JSON.readTree(reply.body());
        } catch (JsonProcessingException e) {
            return MissingNode.getInstance();
        }
    }

    private static Map<String, ReplyShape> contract() {
        List<String> common = new ArrayList<>();
        Map<String, List<String>> sections = new LinkedHashMap<>();
        List<String> current = common;
        for (String line : lines()) {
            if (line.startsWith("GET ")) {
                current = new ArrayList<>(common);
                sections.put(line, current);
            } else if (!line.isBlank()) {
                current.add(line);
            }
        }
        Map<String, ReplyShape> contract = new LinkedHashMap<>();
        sections.forEach((route, lines) -> contract.put(route, ReplyShape.of(lines)));
        return contract;
    }

    private static List<String> lines() {
        try (InputStream table = Objects.requireNonNull(
                Thread.currentThread().getContextClassLoader().getResourceAsStream(TABLE), TABLE)) {
            return new String(table.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
