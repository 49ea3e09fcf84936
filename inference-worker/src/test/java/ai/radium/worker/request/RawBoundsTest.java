package ai.radium.worker.request;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.radium.contracts.worker.v1.EmbedRequest;
import ai.radium.contracts.worker.v1.GenerateRequest;
import ai.radium.worker.engine.EngineRefusal;
import ai.radium.worker.engine.EngineState;
import java.util.Collections;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a request may hold, by count: what few bytes can make dear. */
class RawBoundsTest {
    private static final EngineState.Ready ENGINE = new EngineState.Ready(4096, false, 50_000);

    @Test
    void takesWhatOpenAiAllows() {
        takes(chat(list(1_000, RawBoundsTest::message)));
        takes(chat(list(2, RawBoundsTest::message)).setTools(list(128, RawBoundsTest::tool)));
        takes(chat(list(2, RawBoundsTest::message)).setLogitBias(biases(300)));
        takes(chat(list(2, RawBoundsTest::message)).setStop(list(4, i -> "\"" + i + "\"")));
        takes(chat("[{\"role\":\"user\",\"content\":\"" + "word ".repeat(10_000) + "\"}]"));
        takes(chat("[{\"role\":\"user\",\"content\":" + list(500, i -> "{\"type\":\"text\",\"text\":\"a\"}") + "}]"));
    }

    @Test
    void namesTheBoundOfWhatIsTooMany() {
        refuses(chat(list(20_000, RawBoundsTest::message)), "messages", "at most 2048 entries");
        refuses(
                chat("[{\"role\":\"user\",\"content\":" + list(5_000, i -> "{\"type\":\"text\",\"text\":\"a\"}")
                        + "}]"),
                "messages[0].content",
                "at most 1024 entries");
        refuses(
                chat(list(2, RawBoundsTest::message)).setTools(list(129, RawBoundsTest::tool)),
                "tools",
                "at most 128 entries");
        refuses(
                chat(list(2, RawBoundsTest::message)).setLogitBias(biases(49_000)),
                "logit_bias",
                "at most 1024 entries");
        refuses(
                chat(list(2, RawBoundsTest::message)).setStop(list(17, i -> "\"" + i + "\"")),
                "stop",
                "at most 16 entries");
        refuses(
                chat(list(2, RawBoundsTest::message)).setTools("[" + "{\"a\":".repeat(200)),
                "tools",
                "nested at most 100 deep");
        refuses(
                chat(list(2, RawBoundsTest::message)).setResponseFormat("{\"a\":{" + members(40_000) + "}}"),
                "response_format",
                "characters of JSON");
        refuses(
                chat(list(1_000, i -> "{\"role\":\"user\",\"content\":\"\",\"x\":" + list(100, j -> "1") + "}")),
                "messages",
                "at most 65536 JSON values");
    }

    @Test
    void boundsWhatIsToBeEmbedded() {
        assertThatCode(() -> RequestCost.of(embed(list(2_048, i -> "\"text\""))))
                .doesNotThrowAnyException();
        assertThatCode(() -> RequestCost.of(embed(list(8_192, i -> "17")))).doesNotThrowAnyException();
        assertThatCode(() -> RequestCost.of(embed(list(2_048, i -> "[1,2,3]")))).doesNotThrowAnyException();
        assertThatThrownBy(() -> RequestCost.of(embed(list(2_049, i -> "\"text\""))))
                .hasMessageContaining("input must have at most 2048 entries");
        assertThatThrownBy(() -> RequestCost.of(embed(list(400, i -> list(1_000, j -> "1")))))
                .hasMessageContaining("input must hold at most 302049 JSON values");
    }

    @Test
    void countsHeapByValuesAndNotByBytesAlone() {
        long manySmall = RequestCost.of(
                        chat(list(2_000, RawBoundsTest::message)).build())
                .heapBytes();
        long oneLarge = RequestCost.of(chat("[{\"role\":\"user\",\"content\":\"" + "x".repeat(60_000) + "\"}]")
                        .build())
                .heapBytes();

        assertThat(manySmall).isGreaterThan(3 * oneLarge);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            messages[0].content | [{"role":"user","content":"a\\ud83d"}]
            messages[0].content | [{"role":"user","content":"\\ude00\\ud83d"}]
            messages[1].content[0].text | [{"role":"user","content":"a"},{"role":"user","content":[{"text":"\\uDE00"}]}]
            messages[0].content | [{"role":"user","content":"a\\u0000b"}]
            messages[0] | [{"\\ud83d":1}]
            messages[0].x | [{"role":"user","content":"a","x":1e999}]
            messages[0].x | [{"x":-1E400,"role":"user"}]
            """)
    void refusesWhatIsNoTextAndNoNumber(String param, String messages) {
        refuses(chat(messages), param, "");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            stop | ["a\\ud83d"] | stop[0]
            stop | "\\ud83d" | stop
            tools | [{"type":"function","function":{"name":"f","description":"\\ud83d"}}] | tools[0].function.description
            response_format | {"type":"json_schema","json_schema":{"schema":{"enum":["\\ud83d"]}}} | response_format.json_schema.schema.enum[0]
            response_format | {"type":"json_object","schema":{"type":"object"}} | response_format.schema
            response_format | {"type":"json_schema","json_schema":{"name":"n","shcema":{}}} | response_format.json_schema.shcema
            response_format | {"type":"json_object","type":"text"} | response_format.type
            logit_bias | {"49999":1,"50000":1} | logit_bias
            logit_bias | {"1":1,"1":2} | logit_bias.1
            tools | [{"type":"function","function":{"name":"f","name":"g"}}] | tools[0].function.name
            """)
    void namesTheMemberThatIsWrong(String field, String value, String param) {
        GenerateRequest.Builder request = chat(list(1, RawBoundsTest::message));
        request.setField(GenerateRequest.getDescriptor().findFieldByName(field), value);
        refuses(request, param, "");
    }

    @Test
    void takesWholeSurrogatePairsAndRefusesAMemberThatIsThereTwice() {
        takes(chat("[{\"role\":\"user\",\"content\":\"\\ud83d\\ude00 and \\\\ud83d\"}]"));
        refuses(chat("[{\"role\":\"user\",\"content\":\"a\",\"role\":\"system\"}]"), "messages[0].role", "twice");
    }

    @Test
    void namesAPlaceThatFitsIntoAHeader() {
        assertThatThrownBy(() -> read(chat("[{\"\u00e9\\n" + "x".repeat(1_000) + "\":\"\\ud83d\"}]")))
                .isInstanceOfSatisfying(
                        EngineRefusal.class,
                        refusal -> assertThat(refusal.param())
                                .startsWith("messages[0].?\\nxxx")
                                .hasSizeLessThan(300));
    }

    private static String message(int number) {
        return "{\"role\":\"user\",\"content\":\"hi " + number + "\"}";
    }

    private static String tool(int number) {
        return "{\"type\":\"function\",\"function\":{\"name\":\"f" + number
                + "\",\"parameters\":{\"type\":\"object\"}}}";
    }

    private static void takes(GenerateRequest.Builder request) {
        assertThatCode(() -> read(request)).doesNotThrowAnyException();
    }

    private static void refuses(GenerateRequest.Builder request, String param, String why) {
        assertThatThrownBy(() -> read(request)).isInstanceOfSatisfying(EngineRefusal.class, refusal -> {
            assertThat(refusal.param()).isEqualTo(param);
            assertThat(refusal.explanation()).startsWith(param).contains(why);
        });
    }

    private static void read(GenerateRequest.Builder request) {
        RequestCost.of(request.build());
        RequestReader.generation(request.build(), ENGINE);
    }

    private static GenerateRequest.Builder chat(String messages) {
        return GenerateRequest.newBuilder().setInput(messages);
    }

    private static EmbedRequest embed(String input) {
        return EmbedRequest.newBuilder().setInput(input).build();
    }

    private static String list(int entries, IntFunction<String> entry) {
        return IntStream.range(0, entries).mapToObj(entry).collect(Collectors.joining(",", "[", "]"));
    }

    private static String biases(int entries) {
        return IntStream.range(0, entries).mapToObj(i -> "\"" + i + "\":1").collect(Collectors.joining(",", "{", "}"));
    }

    private static String members(int count) {
        return String.join(",", Collections.nCopies(count, "\"name\":1"));
    }
}
