package ai.radium.gateway.inference;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** Jackson, which builds trees, is the judge. */
class JsonWalkTest {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final List<String> BLANKS = List.of("", "", " ", "\n", "\t ", "\r\n");
    private static final List<String> SCALARS = List.of(
            "null",
            "true",
            "false",
            "0",
            "-1.5e+3",
            "\"\"",
            "\"a\"",
            "\"\\\"\"",
            "\"\\\\\"",
            "\"é}]{[,:\"",
            "\"\\u0041\"");

    @Property(tries = 500)
    void findsWhatATreeOfTheSameTextHas(@ForAll long seed) throws JsonProcessingException {
        String text = value(new Random(seed), 4);
        byte[] bytes = (text + ",").getBytes(StandardCharsets.UTF_8);

        int end = rebuilt(bytes, 0, JSON.readTree(text));

        assertThat(end).isEqualTo(bytes.length - 1);
        assertThat(new JsonWalk(bytes).skip(0)).isEqualTo(bytes.length - 1);
    }

    /** Compares what the walk finds with the tree, all the way down. */
    private static int rebuilt(byte[] bytes, int start, JsonNode tree) throws JsonProcessingException {
        JsonWalk walk = new JsonWalk(bytes);
        if (tree instanceof ObjectNode) {
            ObjectNode found = JSON.createObjectNode();
            int end = walk.members(start, (keyStart, keyEnd, valueStart, valueEnd) -> {
                assertThat(walk.skip(valueStart)).isEqualTo(valueEnd);
                found.set(JsonSpan.text(bytes, keyStart, keyEnd), read(bytes, valueStart, valueEnd));
            });
            assertThat(found).isEqualTo(tree);
            return end;
        }
        if (tree instanceof ArrayNode) {
            ArrayNode found = JSON.createArrayNode();
            int end = walk.elements(start, (index, at) -> {
                int next = walk.skip(at);
                assertThat(index).isEqualTo(found.size());
                found.add(read(bytes, at, next));
                return next;
            });
            assertThat(found).isEqualTo(tree);
            return end;
        }
        return walk.skip(start);
    }

    private static JsonNode read(byte[] bytes, int start, int end) {
        String text = new String(bytes, start, end - start, StandardCharsets.UTF_8);
        try {
            JsonNode tree = JSON.readTree(text);
            assertThat(rebuilt(bytes, start, tree)).isEqualTo(end);
            return tree;
        } catch (JsonProcessingException e) {
            throw new AssertionError(text, e);
        }
    }

    private static String value(Random random, int depth) {
        int kind = depth == 0 ? 0 : random.nextInt(3);
        if (kind == 0) {
            return SCALARS.get(random.nextInt(SCALARS.size()));
        }
        StringBuilder text = new StringBuilder(kind == 1 ? "{" : "[").append(blank(random));
        int count = random.nextInt(4);
        for (int i = 0; i < count; i++) {
            text.append(i == 0 ? "" : "," + blank(random));
            text.append(kind == 1 ? "\"" + i + "\\n\"" + blank(random) + ":" + blank(random) : "");
            text.append(value(random, depth - 1)).append(blank(random));
        }
        return text.append(kind == 1 ? "}" : "]").toString();
    }

    private static String blank(Random random) {
        return BLANKS.get(random.nextInt(BLANKS.size()));
    }
}
