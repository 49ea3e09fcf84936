package ai.radium.gateway.inference;

import static org.assertj.core.api.Assertions.assertThat;

import ai.radium.contracts.worker.EventSink.Finish;
import ai.radium.contracts.worker.v1.Delta;
import ai.radium.gateway.problem.GatewayProblem;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.channel.embedded.EmbeddedChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a client reads of the same events, streamed and whole. */
class AnswersTest {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final byte[] HEAD = "\"id\":\"x\",".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] NO_HEADERS = new byte[0];
    private static final Finish FINISH = new Finish("stop", 7, 2, 3, 1, 2, 3);

    private final EmbeddedChannel client = new EmbeddedChannel();

    @AfterEach
    void close() {
        client.finishAndReleaseAll();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void everyChunkSaysThatItHasNoUsageYetIfUsageWasAskedFor(boolean chat) {
        Answer answer = streamed(chat, true);

        Calls.delta(Calls.text("Hi"), answer::delta);
        Calls.delta(Calls.text(" you"), answer::delta);
        answer.flush();
        answer.finish(FINISH);

        List<JsonNode> chunks = chunks();
        assertThat(chunks).hasSize(4);
        assertThat(chunks.subList(0, 3))
                .allSatisfy(chunk -> assertThat(chunk.get("usage").isNull()).isTrue());
        assertThat(chunks.get(2).at("/choices/0/finish_reason").asText()).isEqualTo("stop");
        assertThat(chunks.get(3).at("/choices")).isEmpty();
        assertThat(chunks.get(3).at("/usage/total_tokens").asInt()).isEqualTo(9);
        assertThat(chunks.get(3)
                        .at("/usage/prompt_tokens_details/cached_tokens")
                        .asInt())
                .isEqualTo(3);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void noChunkHasUsageIfItWasNotAskedFor(boolean chat) {
        Answer answer = streamed(chat, false);

        Calls.delta(Calls.text("Hi"), answer::delta);
        answer.finish(FINISH);

        assertThat(chunks()).hasSize(2).noneMatch(chunk -> chunk.has("usage"));
    }

    @Test
    void aStreamGivesThePartsOfADeltaAsTheyCame() {
        Answer answer = streamed(true, false);

        Calls.delta(Delta.newBuilder().setReasoning("so \"then\"\n"), answer::delta);
        Calls.delta(
                Delta.newBuilder()
                        .setText("x")
                        .setToolCalls("[{\"index\":0,\"id\":\"c\"}]")
                        .setLogprobs("{\"content\":[]}"),
                answer::delta);
        answer.finish(FINISH);

        List<JsonNode> chunks = chunks();
        assertThat(chunks.get(0).at("/choices/0/delta/role").asText()).isEqualTo("assistant");
        assertThat(chunks.get(0).at("/choices/0/delta/reasoning_content").asText())
                .isEqualTo("so \"then\"\n");
        assertThat(chunks.get(1).at("/choices/0/delta/content").asText()).isEqualTo("x");
        assertThat(chunks.get(1).at("/choices/0/delta/tool_calls/0/id").asText())
                .isEqualTo("c");
        assertThat(chunks.get(1).at("/choices/0/logprobs/content").isArray()).isTrue();
        assertThat(chunks.get(1).at("/choices/0/delta").has("role")).isFalse();
    }

    @Test
    void aWholeAnswerPutsThePartsTogether() throws JsonProcessingException {
        Answer answer = whole(true);

        Calls.delta(
                Delta.newBuilder()
                        .setReasoning("be")
                        .setToolCalls(
                                "[{\"index\":0,\"id\":\"c1\",\"function\":{\"name\":\"f\",\"arguments\":\"{\\\"a\\\"\"}}]")
                        .setLogprobs("{\"content\":[1]}"),
                answer::delta);
        Calls.delta(
                Delta.newBuilder()
                        .setReasoning("cause")
                        .setToolCalls(
                                "[{\"index\":0,\"function\":{\"arguments\":\":1}\"}},{\"index\":1,\"id\":\"c2\"}]")
                        .setLogprobs("{\"content\":[2]}"),
                answer::delta);
        assertThat(answer.flush()).isTrue();
        answer.finish(new Finish("tool_calls", 7, 2, 0, 1, 2, 3));

        JsonNode choice = body().at("/choices/0");
        assertThat(choice.at("/message/content").isNull()).isTrue();
        assertThat(choice.at("/message/reasoning_content").asText()).isEqualTo("because");
        assertThat(choice.at("/message/tool_calls")).hasSize(2);
        assertThat(choice.at("/message/tool_calls/0/function/arguments").asText())
                .isEqualTo("{\"a\":1}");
        assertThat(choice.at("/message/tool_calls/1/id").asText()).isEqualTo("c2");
        assertThat(choice.at("/logprobs/content")).hasSize(2);
        assertThat(choice.at("/finish_reason").asText()).isEqualTo("tool_calls");
    }

    @Test
    void aWholeCompletionIsText() throws JsonProcessingException {
        Answer answer = whole(false);

        Calls.delta(Calls.text("a\t\"b\"\u0001"), answer::delta);
        answer.keepAlive();
        answer.finish(FINISH);

        assertThat(body().at("/choices/0/text").asText()).isEqualTo("a\t\"b\"\u0001");
    }

    @Test
    void aStreamThatHasNotBegunIsRefusedAsAnyRequest() {
        streamed(true, false).fail(GatewayProblem.TIMEOUT.because("late"), Tokens.NONE);

        assertThat(Calls.sent(client)).startsWith("HTTP/1.1 504").contains("\"code\":\"timeout\"");
    }

    @Test
    void aStreamThatHasBegunEndsInAnErrorWithWhatItUsed() {
        Answer answer = streamed(true, false);
        answer.keepAlive();
        answer.fail(GatewayProblem.TIMEOUT.because("late"), new Tokens(7, 0, 2));

        assertThat(Calls.sent(client))
                .startsWith("HTTP/1.1 200")
                .contains(": keepalive", "event: error\ndata: {\"error\":", "\"completion_tokens\":2")
                .endsWith("0\r\n\r\n")
                .doesNotContain("[DONE]");
    }

    @ParameterizedTest
    @EnumSource(End.class)
    void aWholeAnswerHoldsNothingAfterItsEnd(End end) {
        UnpooledByteBufAllocator memory = new UnpooledByteBufAllocator(false);
        client.config().setAllocator(memory);
        Answer answer = whole(true);
        Calls.delta(Delta.newBuilder().setReasoning("so").setText("x"), answer::delta);
        assertThat(memory.metric().usedHeapMemory()).isPositive();

        switch (end) {
            case FINISH -> answer.finish(FINISH);
            case FAIL -> answer.fail(GatewayProblem.TIMEOUT.because("late"), Tokens.NONE);
            case CLIENT_GONE -> answer.discard();
        }
        Calls.sent(client);

        assertThat(memory.metric().usedHeapMemory()).isZero();
        assertThat(memory.metric().usedDirectMemory()).isZero();
    }

    enum End {
        FINISH,
        FAIL,
        CLIENT_GONE
    }

    @Test
    void onlyAStreamWaitsForItsReader() {
        Answer stream = streamed(true, false);
        Answer whole = whole(true);
        assertThat(stream.isWritable()).isTrue();

        client.unsafe().outboundBuffer().setUserDefinedWritability(1, false);

        assertThat(stream.isWritable()).isFalse();
        assertThat(whole.isWritable()).isTrue();
        whole.discard();
    }

    @ParameterizedTest
    @EnumSource(
            value = Operation.class,
            names = {"CHAT", "COMPLETION"})
    void theHeadNamesTheModelAsTheCallerDid(Operation operation) {
        String input = operation == Operation.CHAT ? "\"messages\":[]" : "\"prompt\":\"x\"";
        String named = head(Calls.call(operation, "{\"model\":\"m-alias\"," + input + "}"));
        String byDeployment = head(Calls.call(operation, "{\"model\":\"dep_1\",\"stream\":true," + input + "}"));

        assertThat(named).contains("\"model\":\"m-alias\"", operation.object(false), "01abc", "\"created\":5", "m@3");
        assertThat(byDeployment).contains("\"model\":\"m\"", operation.object(true));
    }

    private static String head(InferenceCall call) {
        return new String(AnswerHead.of(call, "01ABC", 5), StandardCharsets.UTF_8);
    }

    private Answer streamed(boolean chat, boolean usage) {
        return new StreamedAnswer(Calls.reply(client), NO_HEADERS, shape(chat), usage, HEAD);
    }

    private Answer whole(boolean chat) {
        return new WholeAnswer(Calls.reply(client), NO_HEADERS, shape(chat), HEAD);
    }

    private static AnswerShape shape(boolean chat) {
        return new AnswerShape(chat, false, Choices.ONE);
    }

    private List<JsonNode> chunks() {
        List<JsonNode> chunks = new ArrayList<>();
        for (String line : Calls.sent(client).split("\n", -1)) {
            if (line.startsWith("data: {")) {
                chunks.add(read(line.substring("data: ".length())));
            }
        }
        return chunks;
    }

    private JsonNode body() throws JsonProcessingException {
        String reply = Calls.sent(client);
        return JSON.readTree(reply.substring(reply.indexOf("\r\n\r\n")));
    }

    private static JsonNode read(String json) {
        try {
            return JSON.readTree(json);
        } catch (JsonProcessingException e) {
            throw new AssertionError(json, e);
        }
    }
}
