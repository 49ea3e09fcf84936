package ai.radium.gateway.inference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import ai.radium.gateway.problem.Refusal;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What each field of a request's body may be. */
class FieldValuesTest {
    private final RequestBody body = new RequestBody();

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "user|\"u\"",
                "metadata|{\"a\":\"1\",\"b\":\"\"}",
                "metadata|{}",
                "store|false",
                "service_tier|\"auto\"",
                "safety_identifier|\"s\"",
                "prompt_cache_key|\"k\"",
                "prompt_cache_retention|\"24h\"",
                "client_metadata|{\"a\":[1]}",
                "stop|null",
                "functions|null",
                "reasoning_effort|null",
                "reasoning_effort|\"minimal\"",
                "reasoning_effort|\"max\"",
                "verbosity|\"low\"",
                "modalities|[\"text\"]",
                "function_call|null",
                "suffix|null",
                "verbosity|null",
                "audio|null",
                "prediction|null",
                "unheard_of|null",
                "n|1.0",
                "echo|false"
            })
    void takesWhatChangesNothing(String field, String value) {
        assertThat(taken("{\"model\":\"m\",\"messages\":[],\"" + field + "\":" + value + "}")
                        .model())
                .isEqualTo("m");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "user|5|a string",
                "user|{}|a string",
                "metadata|\"x\"|an object",
                "metadata|[]|an object",
                "store|\"yes\"|true or false",
                "service_tier|1|a string",
                "safety_identifier|[]|a string",
                "prompt_cache_key|true|a string",
                "prompt_cache_retention|24|a string",
                "client_metadata|\"x\"|an object",
                "max_tokens|2147483648|a whole number between 1 and 2147483647",
                "max_tokens|1e999999999|a whole number between 1 and 2147483647",
                "seed|9223372036854775808|between -9223372036854775808 and 9223372036854775807",
                "top_k|1000001|a whole number between 0 and 1000000",
                "temperature|3|a number between 0 and 2",
                "n|9|a whole number between 1 and 8",
                "n|0|a whole number between 1 and 8",
                "n|\"2\"|a whole number between 1 and 8",
                "best_of|2|a whole number between 1 and 1",
                "stream|\"true\"|true or false"
            })
    void saysWhatAFieldMustBe(String field, String value, String words) {
        Refusal refusal = refused("{\"model\":\"m\",\"messages\":[],\"" + field + "\":" + value + "}");

        assertThat(refusal.param()).isEqualTo(field);
        assertThat(refusal.detail()).contains(words);
    }

    @ParameterizedTest
    @CsvSource({"5.0,5", "5e0,5", "50e-1,5", "1E2,100", "2147483647,2147483647"})
    void readsWholeNumbersHoweverTheyAreWritten(String written, int tokens) {
        assertThat(taken("{\"model\":\"m\",\"messages\":[],\"max_tokens\":" + written + "}")
                        .maxTokens())
                .isEqualTo(tokens);
    }

    @Test
    void nullOfAnOptionIsAbsent() {
        GenerationRequest request = taken("{\"model\":\"m\",\"messages\":[],\"stream\":true,\"max_tokens\":null,"
                + "\"stream_options\":{\"include_usage\":null,\"other\":null}}");

        assertThat(request.includeUsage()).isFalse();
        assertThat(request.maxTokens()).isZero();
    }

    @Test
    void takesBothNamesOfOneLimitIfTheyAgree() {
        assertThat(taken("{\"model\":\"m\",\"messages\":[],\"max_tokens\":7,\"max_completion_tokens\":7}")
                        .maxTokens())
                .isEqualTo(7);
    }

    @Test
    void aPromptWithoutALimitGetsSixteenTokens() {
        assertThat(((GenerationRequest)
                                body.read(utf8("{\"model\":\"m\",\"prompt\":\"Once\"}"), Operation.COMPLETION, null))
                        .maxTokens())
                .isEqualTo(16);
    }

    private GenerationRequest taken(String json) {
        return (GenerationRequest) body.read(utf8(json), Operation.CHAT, null);
    }

    private Refusal refused(String json) {
        return catchThrowableOfType(RefusedBody.class, () -> taken(json)).refusal();
    }

    private static ByteBuf utf8(String text) {
        return Unpooled.copiedBuffer(text, StandardCharsets.UTF_8);
    }
}
