package ai.radium.gateway.inference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import ai.radium.contracts.worker.Sampling;
import ai.radium.gateway.problem.Refusal;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RequestBodyTest {
    private static final String MESSAGES = "[{\"role\":\"user\",\"content\":\"h\\u00e9 }]\"}]";
    private static final List<String> MEMBERS = List.of(
            "\"model\":\"qwen3-14b\"",
            "\"messages\":" + MESSAGES,
            "\"stream\":true",
            "\"stream_options\":{\"include_usage\":true}",
            "\"max_tokens\":77",
            "\"temperature\":0.5",
            "\"top_p\":1",
            "\"seed\":-9223372036854775808",
            "\"stop\":[\"a\",\"b\"]",
            "\"n\":1",
            "\"user\":\"u-1\"",
            "\"metadata\":{\"n\":\"2\"}",
            "\"logit_bias\":null");

    private final RequestBody body = new RequestBody();

    @Property(tries = 200)
    void readsTheSameInAnyOrderAndWithAnyBlanks(@ForAll("shuffles") long seed, @ForAll("blanks") String blank) {
        Random random = new Random(seed);
        List<String> members = MEMBERS.stream()
                .sorted(java.util.Comparator.comparingInt(member -> random.nextInt()))
                .toList();

        GenerationRequest request = taken(members.stream()
                .map(member -> blank + member + blank)
                .collect(Collectors.joining(",", blank + "{", "}" + blank)));

        assertThat(request.model()).isEqualTo("qwen3-14b");
        assertThat(request.stream()).isTrue();
        assertThat(request.includeUsage()).isTrue();
        assertThat(request.maxTokens()).isEqualTo(77);
        assertThat(request.sampling())
                .isEqualTo(new Sampling(0.5f, 1f, null, null, null, null, Long.MIN_VALUE, false, 0));
        assertThat(text(request.parts().input())).isEqualTo(MESSAGES);
        assertThat(text(request.parts().stop())).isEqualTo("[\"a\",\"b\"]");
        assertThat(request.parts().logitBias()).isNull();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "temperature|2.1",
                "temperature|-0.1",
                "temperature|\"1\"",
                "temperature|[]",
                "temperature|1e999",
                "top_p|1.01",
                "top_k|-1",
                "top_k|1.5",
                "min_p|2",
                "frequency_penalty|-2.5",
                "presence_penalty|true",
                "max_tokens|0",
                "max_tokens|-5",
                "max_tokens|1.5",
                "max_tokens|99999999999999999999",
                "max_completion_tokens|0",
                "seed|1.5",
                "seed|9223372036854775808",
                "stream|1",
                "stream|\"true\"",
                "stream_options|{\"include_usage\":true}",
                "n|9",
                "n|0",
                "n|\"1\"",
                "best_of|2",
                "echo|true",
                "logprobs|3",
                "top_logprobs|5",
                "top_logprobs|21",
                "prompt|\"x\"",
                "modalities|[\"text\",\"audio\"]",
                "modalities|[]",
                "modalities|\"text\"",
                "reasoning_effort|\"much\"",
                "reasoning_effort|5",
                "verbosity|\"loud\"",
                "verbosity|[]",
                "suffix|\"x\"",
                "prediction|{\"type\":\"content\",\"content\":\"x\"}",
                "web_search_options|{}",
                "audio|{}",
                "unheard_of|1"
            })
    void namesTheFieldThatItDoesNotTake(String field, String value) {
        Refusal refusal = refused("{\"model\":\"m\",\"messages\":[],\"" + field + "\":" + value + "}");

        assertThat(refusal.status()).isEqualTo(400);
        assertThat(refusal.param()).isEqualTo(field);
        assertThat(refusal.detail()).contains(field);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{}|messages",
                "{\"model\":\"m\"}|messages",
                "{\"messages\":[]}|model",
                "{\"model\":null,\"messages\":[]}|model",
                "{\"model\":\"\",\"messages\":[]}|model",
                "{\"model\":7,\"messages\":[]}|model",
                "{\"model\":\"m\",\"messages\":null}|messages",
                "{\"model\":\"m\",\"messages\":\"hi\"}|messages",
                "{\"model\":\"m\",\"messages\":[],\"model\":\"n\"}|model",
                "{\"model\":\"m\",\"messages\":[],\"temperature\":null,\"temperature\":1}|temperature",
                "{\"model\":\"m\",\"messages\":[],\"foo\":null,\"foo\":null}|foo",
                "{\"model\":\"m\",\"messages\":[],\"mod\\u0065l\":\"m\"}|model",
                "{\"model\":\"m\",\"messages\":[],\"t\\u0065mperature\":3}|temperature",
                "{\"model\":\"m\",\"messages\":[],\"stream\":true,\"stream_options\":{\"x\":1}}|stream_options.x",
                "{\"model\":\"m\",\"messages\":[],\"stream\":true,\"stream_options\":{\"include_usage\":true,\"include_usage\":null}}|stream_options.include_usage",
                "{\"model\":\"m\",\"messages\":[],\"stream\":true,\"stream_options\":{\"x\":null,\"x\":null}}|stream_options.x",
                "{\"model\":\"m\",\"messages\":[],\"stream\":true,\"stream_options\":{\"include_usage\":1}}|stream_options.include_usage",
                "{\"model\":\"m\",\"messages\":[],\"metadata\":{\"a\":\"1\",\"\\u0061\":\"2\"}}|metadata.a",
                "{\"model\":\"m\",\"messages\":[],\"metadata\":{\"a\":1}}|metadata.a",
                "{\"model\":\"m\",\"messages\":[],\"max_tokens\":5,\"max_completion_tokens\":6}|max_tokens",
                "{\"model\":\"m\",\"messages\":[],\"max_tokens\":-5,\"max_completion_tokens\":6}|max_tokens",
                "{\"model\":\"m\",\"messages\":[],\"stream\":true,\"stream_options\":[]}|stream_options"
            })
    void namesTheFieldThatIsMissingOrMisshapen(String json, String field) {
        assertThat(refused(json).param()).isEqualTo(field);
    }

    @Test
    void readsNamesThatAreWrittenWithEscapes() {
        GenerationRequest request = taken(
                "{\"mod\\u0065l\":\"m\",\"\\u006dessages\":[],\"stre\\u0061m\":true,\"stream_options\":{\"includ\\u0065_usage\":true}}");

        assertThat(request.model()).isEqualTo("m");
        assertThat(request.stream() && request.includeUsage()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "null", "[]", "{\"model\":\"m\",", "{\"model\":\"m\" \"messages\":[]}", "hello"})
    void refusesWhatIsNoJson(String text) {
        Refusal refusal = refused(text);

        assertThat(refusal.status()).isEqualTo(400);
        assertThat(refusal.detail()).startsWith("The body is not valid JSON").doesNotContain("Exception");
    }

    @Test
    void forgetsTheRequestBefore() {
        taken(
                "{\"model\":\"m\",\"messages\":[],\"stream\":true,\"stream_options\":{\"include_usage\":true},\"seed\":1}");

        GenerationRequest next = taken("{\"model\":\"m\",\"messages\":[]}");

        assertThat(next.stream() || next.includeUsage()).isFalse();
        assertThat(next.sampling()).isEqualTo(Sampling.DEFAULT);
    }

    @Test
    void takesTheModelFromThePathWhereThereIsOne() {
        GenerationRequest request = completion("{\"prompt\":\"Once\",\"max_tokens\":5}", "dep_1");

        assertThat(request.model()).isEqualTo("dep_1");
        assertThat(text(request.parts().input())).isEqualTo("\"Once\"");
    }

    @Test
    void readsModelNamesWithEscapes() {
        assertThat(taken("{\"model\":\"a\\/b\\u003Ac\",\"messages\":[]}").model())
                .isEqualTo("a/b:c");
    }

    @Provide
    Arbitrary<Long> shuffles() {
        return Arbitraries.longs();
    }

    @Provide
    Arbitrary<String> blanks() {
        return Arbitraries.strings().withChars(" \t\r\n").ofMaxLength(3);
    }

    private GenerationRequest taken(String json) {
        return (GenerationRequest) body.read(utf8(json), Operation.CHAT, null);
    }

    private GenerationRequest completion(String json, @org.jspecify.annotations.Nullable String pathModel) {
        return (GenerationRequest) body.read(utf8(json), Operation.COMPLETION, pathModel);
    }

    private Refusal refused(String json) {
        return catchThrowableOfType(RefusedBody.class, () -> taken(json)).refusal();
    }

    private static ByteBuf utf8(String text) {
        return Unpooled.copiedBuffer(text, StandardCharsets.UTF_8);
    }

    private static String text(@org.jspecify.annotations.Nullable ByteBuf bytes) {
        return Objects.requireNonNull(bytes).toString(StandardCharsets.UTF_8);
    }
}
