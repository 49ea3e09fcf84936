package ai.radium.gateway.inference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Jackson, on its strict settings, is the judge of what JSON is. */
class JsonScannerTest {
    private static final ObjectMapper JACKSON = new ObjectMapper();

    /** Jackson takes U+0734 for the hexadecimal digit 4, by its last byte. */
    private static final Pattern FOREIGN_HEX = Pattern.compile("(?<!\\\\)(\\\\\\\\)*\\\\u\\p{XDigit}{0,3}\\P{ASCII}");

    @Property(tries = 200, edgeCases = EdgeCasesMode.NONE)
    void findsTheMembersOfWhatJacksonWrites(@ForAll("objects") ObjectNode object, @ForAll boolean pretty)
            throws IOException {
        byte[] bytes = pretty
                ? JACKSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(object)
                : JACKSON.writeValueAsBytes(object);
        ObjectNode found = JsonNodeFactory.instance.objectNode();

        new JsonScanner(bytes, bytes.length).document(0, (keyStart, keyEnd, valueStart, valueEnd) -> {
            String name = JsonText.unescaped(new String(bytes, keyStart, keyEnd - keyStart, StandardCharsets.UTF_8));
            found.set(name, tree(Arrays.copyOfRange(bytes, valueStart, valueEnd)));
        });

        assertThat(found).isEqualTo(JACKSON.readTree(bytes));
    }

    @Property(tries = 1000, edgeCases = EdgeCasesMode.NONE)
    void judgesDamagedDocumentsAsJacksonDoes(
            @ForAll("objects") ObjectNode object,
            @ForAll @IntRange(max = 10_000) int at,
            @ForAll("damage") byte[] damage,
            @ForAll @IntRange(max = 3) int removed)
            throws IOException {
        byte[] whole = JACKSON.writeValueAsBytes(object);
        int from = at % (whole.length + 1);
        int to = Math.min(whole.length, from + removed);
        ByteBuffer damaged = ByteBuffer.allocate(whole.length - (to - from) + damage.length)
                .put(whole, 0, from)
                .put(damage)
                .put(whole, to, whole.length - to);

        assertThat(isTaken(damaged.array())).isEqualTo(isJsonObject(damaged.array()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "null",
                "[]",
                "\"a\"",
                "1",
                "{",
                "}",
                "{\"a\"}",
                "{\"a\":}",
                "{\"a\":1,}",
                "{,}",
                "{a:1}",
                "{'a':1}",
                "{\"a\":1}x",
                "{\"a\":1}{}",
                "{\"a\":01}",
                "{\"a\":+1}",
                "{\"a\":.5}",
                "{\"a\":1.}",
                "{\"a\":1e}",
                "{\"a\":-}",
                "{\"a\":NaN}",
                "{\"a\":Infinity}",
                "{\"a\":tru}",
                "{\"a\":truee}",
                "{\"a\":[1,]}",
                "{\"a\":[}",
                "{\"a\":\"\\x\"}",
                "{\"a\":\"\\u12g4\"}",
                "{\"a\":\"\\u123\u0734\"}",
                "{\"a\":\"\n\"}",
                "{\"a\":\"",
                "{\"a\":1 /* no */}",
                "\uFEFF{}"
            })
    void refusesWhatIsNoJsonObject(String text) {
        assertThat(isTaken(text.getBytes(StandardCharsets.UTF_8))).isFalse();
    }

    @Test
    void refusesNestingBombsWithoutFallingIntoThem() {
        String bomb = "{\"a\":" + "[".repeat(1_000_000);
        byte[] bytes = bomb.getBytes(StandardCharsets.UTF_8);

        assertThatThrownBy(() -> scan(bytes)).isInstanceOf(JsonFailure.class).hasMessageContaining("nested deeper");
    }

    @Test
    void takesNestingUpToItsLimit() {
        int arrays = JsonScanner.MAX_DEPTH - 1;
        String deep = "{\"a\":" + "[".repeat(arrays) + "1" + "]".repeat(arrays) + "}";

        assertThatCode(() -> scan(deep.getBytes(StandardCharsets.UTF_8))).doesNotThrowAnyException();
    }

    @Provide
    Arbitrary<ObjectNode> objects() {
        Arbitrary<String> texts = Arbitraries.oneOf(
                Arbitraries.strings().ofMaxLength(12),
                Arbitraries.of(
                        "\"", "\\", "\u0000", "\u001f", "\u007f", "é", "漢", "\uD83D\uDE00", "\\u0041", "\r\n\t\b\f"));
        Arbitrary<JsonNode> scalars = Arbitraries.oneOf(
                texts.filter(JsonScannerTest::isWellFormed).map(JsonNodeFactory.instance::textNode),
                Arbitraries.longs().map(JsonNodeFactory.instance::numberNode),
                Arbitraries.doubles().map(JsonNodeFactory.instance::numberNode),
                Arbitraries.bigDecimals()
                        .between(new BigDecimal("-1e30"), new BigDecimal("1e30"))
                        .map(JsonNodeFactory.instance::numberNode),
                Arbitraries.of(true, false).map(JsonNodeFactory.instance::booleanNode),
                Arbitraries.just(JsonNodeFactory.instance.nullNode()));
        Arbitrary<JsonNode> values = Arbitraries.recursive(
                () -> scalars,
                inner -> Arbitraries.oneOf(
                        inner.list().ofMaxSize(4).map(JsonScannerTest::array),
                        Arbitraries.maps(texts.filter(JsonScannerTest::isWellFormed), inner)
                                .ofMaxSize(4)
                                .map(JsonScannerTest::object)),
                0,
                4);
        return Arbitraries.maps(texts.filter(JsonScannerTest::isWellFormed), values)
                .ofMaxSize(6)
                .map(JsonScannerTest::object);
    }

    @Provide
    Arbitrary<byte[]> damage() {
        return Arbitraries.oneOf(
                Arbitraries.bytes().array(byte[].class).ofMaxSize(3),
                Arbitraries.of("{", "}", "[", "]", ",", ":", "\"", "\\", "0", "1", "-", ".", "e", "+", " ", "t", "null")
                        .map(text -> text.getBytes(StandardCharsets.UTF_8)));
    }

    private static void scan(byte[] bytes) {
        new JsonScanner(bytes, bytes.length).document(0, (keyStart, keyEnd, valueStart, valueEnd) -> {});
    }

    private static boolean isTaken(byte[] bytes) {
        try {
            scan(bytes);
            return true;
        } catch (JsonFailure e) {
            return false;
        }
    }

    private static boolean isJsonObject(byte[] bytes) throws IOException {
        String text;
        try {
            // Jackson's own decoder lets some overlong sequences pass
            text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            return false;
        }
        try (JsonParser parser = JACKSON.createParser(text)) {
            return parser.nextToken() == JsonToken.START_OBJECT
                    && allTextsAreTaken(parser)
                    && parser.nextToken() == null
                    && !FOREIGN_HEX.matcher(text).find();
        } catch (JacksonException e) {
            return false;
        }
    }

    /** Reads to the end of the object; half a surrogate pair and NUL are legal JSON, and no text that we take. */
    private static boolean allTextsAreTaken(JsonParser parser) throws IOException {
        boolean taken = true;
        for (int depth = 1; depth > 0; ) {
            switch (parser.nextToken()) {
                case START_OBJECT, START_ARRAY -> depth++;
                case END_OBJECT, END_ARRAY -> depth--;
                case FIELD_NAME, VALUE_STRING -> taken &= isWellFormed(parser.getText());
                default -> {
                    // numbers and words are taken
                }
            }
        }
        return taken;
    }

    private static JsonNode tree(byte[] bytes) {
        try {
            return JACKSON.readTree(bytes);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static JsonNode array(List<JsonNode> values) {
        return JsonNodeFactory.instance.arrayNode().addAll(values);
    }

    private static ObjectNode object(Map<String, JsonNode> values) {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        values.forEach(node::set);
        return node;
    }

    private static boolean isWellFormed(String text) {
        return StandardCharsets.UTF_8.newEncoder().canEncode(text) && text.indexOf('\0') < 0;
    }
}
