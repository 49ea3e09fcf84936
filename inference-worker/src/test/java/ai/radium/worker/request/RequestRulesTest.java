package ai.radium.worker.request;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.radium.contracts.worker.v1.CountTokensRequest;
import ai.radium.contracts.worker.v1.DrainRequest;
import ai.radium.contracts.worker.v1.EmbedRequest;
import ai.radium.contracts.worker.v1.GenerateRequest;
import ai.radium.contracts.worker.v1.InputKind;
import ai.radium.contracts.worker.v1.LoadAdapterRequest;
import ai.radium.contracts.worker.v1.UnloadAdapterRequest;
import ai.radium.worker.engine.EngineRefusal;
import com.google.protobuf.Descriptors.MethodDescriptor;
import com.google.protobuf.Message;
import com.google.protobuf.TextFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RequestRulesTest {
    private static final String SHA256 = "0123456789abcdef".repeat(4);

    @Test
    void judgeEveryFieldOfEveryRequest() {
        assertThat(GenerateRequest.getDescriptor()
                        .getFile()
                        .findServiceByName("Worker")
                        .getMethods())
                .extracting(MethodDescriptor::getInputType)
                .hasSizeGreaterThan(7)
                .allSatisfy(request ->
                        assertThatCode(() -> RequestRules.of(request)).doesNotThrowAnyException());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            temperature: -0.1      | temperature must be between 0 and 2
            temperature: 2.1       | temperature must be between 0 and 2
            temperature: nan       | temperature must be between 0 and 2
            top_p: 1.5             | top_p must be between 0 and 1
            min_p: -1              | min_p must be between 0 and 1
            frequency_penalty: 3   | frequency_penalty must be between -2 and 2
            presence_penalty: -inf | presence_penalty must be between -2 and 2
            top_k: -2              | top_k must be at least -1
            max_tokens: -1         | max_tokens must not be negative
            logprobs: true top_logprobs: 21 | top_logprobs must be between 0 and 20
            top_logprobs: -1       | top_logprobs must be between 0 and 20
            top_logprobs: 1        | top_logprobs needs logprobs
            """)
    void refuseANumberInOneSentence(String fields, String sentence) throws Exception {
        GenerateRequest.Builder request = generate();
        TextFormat.merge(fields, request);

        refuses(request.build(), sentence.substring(0, sentence.indexOf(' ')), sentence);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "temperature: 0 top_p: 0 top_k: 0 min_p: 0",
                "temperature: 2 top_p: 1 min_p: 1",
                "frequency_penalty: -2 presence_penalty: 2",
                "top_k: -1 seed: -9223372036854775808 max_tokens: 2147483647",
                "logprobs: true top_logprobs: 20"
            })
    void letNumbersPassUpToTheirBounds(String fields) throws Exception {
        GenerateRequest.Builder request = generate();
        TextFormat.merge(fields, request);

        passes(request.build());
    }

    @Test
    void callTheInputByTheNameThatItsKindHas() {
        GenerateRequest text =
                GenerateRequest.newBuilder().setKind(InputKind.TEXT).build();

        refuses(GenerateRequest.getDefaultInstance(), "messages", "messages is required");
        refuses(text, "prompt", "prompt is required");
        refuses(CountTokensRequest.getDefaultInstance(), "messages", "messages is required");
        refuses(EmbedRequest.getDefaultInstance(), "input", "input is required");
    }

    @Test
    void refuseAKindOfInputThatIsNotKnown() {
        refuses(generate().setKindValue(7).build(), "kind", "kind must be CHAT or TEXT, is 7");
        refuses(
                CountTokensRequest.newBuilder().setInput("1").setKindValue(-1).build(),
                "kind",
                "kind must be CHAT or TEXT, is -1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"model", "account_id", "request_id", "usage_id", "adapter"})
    void boundWhatIsOnlyWrittenDown(String field) {
        GenerateRequest.Builder request = generate();
        request.setField(GenerateRequest.getDescriptor().findFieldByName(field), "x".repeat(256));
        passes(request.build());

        request.setField(GenerateRequest.getDescriptor().findFieldByName(field), "x".repeat(257));
        refuses(request.build(), field, field + " must be at most 256 characters");
    }

    @Test
    void boundWhatIsToBeEmbedded() {
        EmbedRequest.Builder request = EmbedRequest.newBuilder().setInput("x".repeat(4 << 20));
        passes(request.build());

        refuses(
                request.setInput("x".repeat((4 << 20) + 1)).build(),
                "input",
                "input must be at most 4194304 characters of JSON: send it in parts");
        refuses(request.setInput("1").setDimensions(-1).build(), "dimensions", "dimensions must not be negative");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a b", "-a", "ä", "a\n"})
    void refuseAnIdThatNoAdapterCanHave(String id) {
        String sentence = "id must be 1 to 200 letters, digits and . _ : / -, beginning with a letter or digit";
        refuses(adapter().setId(id).build(), "id", sentence);
        refuses(UnloadAdapterRequest.newBuilder().setId(id).build(), "id", sentence);
    }

    @Test
    void boundTheIdOfAnAdapter() {
        passes(adapter().setId("a".repeat(200)).build());
        refuses(
                adapter().setId("a".repeat(201)).build(),
                "id",
                "id must be 1 to 200 letters, digits and . _ : / -, beginning with a letter or digit");
    }

    @ParameterizedTest
    @ValueSource(strings = {"ABCD", "0123", "0123456789ABCDEF0123456789ABCDEF0123456789ABCDEF0123456789ABCDEF"})
    void refuseWhatIsNoSha256(String sum) {
        passes(adapter().setSha256("").build());
        passes(adapter().setSha256(SHA256).build());

        refuses(
                adapter().setSha256(sum).build(),
                "sha256",
                "sha256 must be 64 lower-case hexadecimal digits, or empty");
    }

    @Test
    void askForTheWeightsOfAnAdapter() {
        refuses(adapter().setUri("").build(), "uri", "uri is required");
    }

    @Test
    void letNobodyDrainForLessThanNothing() {
        passes(DrainRequest.getDefaultInstance());
        refuses(
                DrainRequest.newBuilder().setWaitSeconds(-1).build(),
                "wait_seconds",
                "wait_seconds must be between 0 and 86400");
    }

    private static GenerateRequest.Builder generate() {
        return GenerateRequest.newBuilder().setInput("[]");
    }

    private static LoadAdapterRequest.Builder adapter() {
        return LoadAdapterRequest.newBuilder().setId("a").setUri("file:///a.gguf");
    }

    private static void passes(Message request) {
        assertThatCode(() -> RequestRules.check(request)).doesNotThrowAnyException();
    }

    private static void refuses(Message request, String param, String sentence) {
        assertThatThrownBy(() -> RequestRules.check(request)).isInstanceOfSatisfying(EngineRefusal.class, refusal -> {
            assertThat(refusal.param()).isEqualTo(param);
            assertThat(refusal.explanation()).isEqualTo(sentence);
        });
    }
}
