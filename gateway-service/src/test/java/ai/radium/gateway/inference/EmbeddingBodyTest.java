package ai.radium.gateway.inference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a request for embeddings may say. */
class EmbeddingBodyTest {
    private final RequestBody body = new RequestBody();

    @Test
    void takesTextsAndWhatTheVectorsAreToBeLike() {
        EmbeddingRequest request = taken("""
                {"input":["a","b"],"model":"m","encoding_format":"base64","dimensions":128,"user":"u","metadata":null}""");

        assertThat(request.model()).isEqualTo("m");
        assertThat(request.input().toString(StandardCharsets.UTF_8)).isEqualTo("[\"a\",\"b\"]");
        assertThat(request.dimensions()).isEqualTo(128);
        assertThat(request.base64()).isTrue();
        assertThat(request.stream()).isFalse();
    }

    @Test
    void givesNumbersOfTheModelsOwnLengthUnlessAskedOtherwise() {
        EmbeddingRequest request =
                taken("{\"model\":\"m\",\"input\":\"a\",\"dimensions\":null,\"encoding_format\":null}");

        assertThat(request.dimensions()).isZero();
        assertThat(request.base64()).isFalse();
        assertThat(taken("{\"model\":\"m\",\"input\":\"a\",\"encoding_format\":\"float\"}")
                        .base64())
                .isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"model\":\"m\"}|input",
                "{\"model\":\"m\",\"input\":null}|input",
                "{\"input\":\"a\"}|model",
                "{\"model\":7,\"input\":\"a\"}|model",
                "{\"model\":\"m\",\"input\":\"a\",\"encoding_format\":\"hex\"}|encoding_format",
                "{\"model\":\"m\",\"input\":\"a\",\"encoding_format\":7}|encoding_format",
                "{\"model\":\"m\",\"input\":\"a\",\"dimensions\":0}|dimensions",
                "{\"model\":\"m\",\"input\":\"a\",\"dimensions\":-1}|dimensions",
                "{\"model\":\"m\",\"input\":\"a\",\"dimensions\":1.5}|dimensions",
                "{\"model\":\"m\",\"input\":\"a\",\"dimensions\":\"8\"}|dimensions",
                "{\"model\":\"m\",\"input\":\"a\",\"dimensions\":9999999999999}|dimensions",
                "{\"model\":\"m\",\"input\":\"a\",\"input\":\"b\"}|input",
                "{\"model\":\"m\",\"input\":\"a\",\"temperature\":1}|temperature",
                "{\"model\":\"m\",\"input\":\"a\",\"stream\":true}|stream",
                "{\"model\":\"m\",\"input\":\"a\",\"messages\":[]}|messages",
                "{\"model\":\"m\",\"input\":\"a\",\"max_tokens\":1}|max_tokens",
                "{\"model\":\"m\",\"input\":\"a\",\"n\":1}|n",
                "{\"model\":\"m\",\"input\":\"a\",\"user\":5}|user",
                "{\"model\":\"m\",\"input\":\"a\",\"encodingFormat\":\"float\"}|encodingFormat"
            })
    void refusesByName(String json, String field) {
        RefusedBody refused = catchThrowableOfType(RefusedBody.class, () -> taken(json));

        assertThat(refused.refusal().status()).isEqualTo(400);
        assertThat(refused.refusal().param()).isEqualTo(field);
        assertThat(refused.refusal().detail()).contains(field);
    }

    @ParameterizedTest
    @ValueSource(strings = {"input", "encoding_format", "dimensions"})
    void theirFieldsAreNoneOfAChat(String field) {
        String json = "{\"model\":\"m\",\"messages\":[],\"" + field + "\":1}";

        RefusedBody refused =
                catchThrowableOfType(RefusedBody.class, () -> body.read(utf8(json), Operation.CHAT, null));

        assertThat(refused.refusal().param()).isEqualTo(field);
    }

    private EmbeddingRequest taken(String json) {
        return (EmbeddingRequest) body.read(utf8(json), Operation.EMBEDDING, null);
    }

    private static ByteBuf utf8(String text) {
        return Unpooled.copiedBuffer(text, StandardCharsets.UTF_8);
    }
}
