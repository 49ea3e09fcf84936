package ai.radium.gateway.inference;

import static org.assertj.core.api.Assertions.assertThat;

import ai.radium.contracts.worker.EventSink.Finish;
import ai.radium.contracts.worker.v1.Delta;
import ai.radium.gateway.problem.GatewayProblem;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.channel.embedded.EmbeddedChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a client reads of a worker's events as a response, streamed and whole. */
class ResponseAnswersTest {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final byte[] NO_HEADERS = new byte[0];
    private static final ResponseObject OBJECT = object(",\"store\":false");
    private static final Finish STOP = new Finish("stop", 7, 2, 3, 1, 2, 3);
    private static final String USED =
            "\"usage\":{\"input_tokens\":7,\"input_tokens_details\":{\"cached_tokens\":3,\"cache_write_tokens\":0},"
                    + "\"output_tokens\":2,\"output_tokens_details\":{\"reasoning_tokens\":0},\"total_tokens\":9}";

    private final EmbeddedChannel client = new EmbeddedChannel();

    @AfterEach
    void close() {
        client.finishAndReleaseAll();
    }

    @Test
    void aTextComesAsTheEventsOfItsItemAndItsPart() {
        Answer answer = streamed();

        Calls.delta(Calls.text("Hi \"x\""), answer::delta);
        Calls.delta(Calls.text("\n"), answer::delta);
        answer.flush();
        answer.finish(STOP);

        assertThat(events()).isEqualTo("""
                event: response.created
                data: {"type":"response.created","sequence_number":0,"response":{"id":"resp_1","status":"in_progress","error":null,"incomplete_details":null,"store":false,"output":[],"usage":null}}

                event: response.in_progress
                data: {"type":"response.in_progress","sequence_number":1,"response":{"id":"resp_1","status":"in_progress","error":null,"incomplete_details":null,"store":false,"output":[],"usage":null}}

                event: response.output_item.added
                data: {"type":"response.output_item.added","sequence_number":2,"output_index":0,"item":{"type":"message","id":"msg_01abc_0","status":"in_progress","role":"assistant","content":[]}}

                event: response.content_part.added
                data: {"type":"response.content_part.added","sequence_number":3,"item_id":"msg_01abc_0","output_index":0,"content_index":0,"part":{"type":"output_text","annotations":[],"logprobs":[],"text":""}}

                event: response.output_text.delta
                data: {"type":"response.output_text.delta","item_id":"msg_01abc_0","output_index":0,"content_index":0,"logprobs":[],"sequence_number":4,"delta":"Hi \\"x\\""}

                event: response.output_text.delta
                data: {"type":"response.output_text.delta","item_id":"msg_01abc_0","output_index":0,"content_index":0,"logprobs":[],"sequence_number":5,"delta":"\\n"}

                event: response.output_text.done
                data: {"type":"response.output_text.done","sequence_number":6,"item_id":"msg_01abc_0","output_index":0,"content_index":0,"logprobs":[],"text":"Hi \\"x\\"\\n"}

                event: response.content_part.done
                data: {"type":"response.content_part.done","sequence_number":7,"item_id":"msg_01abc_0","output_index":0,"content_index":0,"part":{"type":"output_text","annotations":[],"logprobs":[],"text":"Hi \\"x\\"\\n"}}

                event: response.output_item.done
                data: {"type":"response.output_item.done","sequence_number":8,"output_index":0,"item":{"type":"message","id":"msg_01abc_0","status":"completed","role":"assistant","content":[{"type":"output_text","annotations":[],"logprobs":[],"text":"Hi \\"x\\"\\n"}]}}

                event: response.completed
                data: {"type":"response.completed","sequence_number":9,"response":{"id":"resp_1","status":"completed","error":null,"incomplete_details":null,"store":false,"output":[{"type":"message","id":"msg_01abc_0","status":"completed","role":"assistant","content":[{"type":"output_text","annotations":[],"logprobs":[],"text":"Hi \\"x\\"\\n"}]}],USED}}

                """.replace("USED", USED));
    }

    @Test
    void callsComeAsItemsOfTheirOwn() throws JsonProcessingException {
        Answer answer = streamed();

        Calls.delta(calls("[{'index':0,'id':'c1','function':{'name':'f','arguments':''}}]"), answer::delta);
        Calls.delta(calls("[{'index':0,'function':{'arguments':'{}'}}]"), answer::delta);
        Calls.delta(calls("[{'index':1,'id':'c2','function':{'name':'g','arguments':'[1]'}}]"), answer::delta);
        answer.finish(new Finish("tool_calls", 7, 2, 3, 1, 2, 3));

        assertThat(events()).contains("""
                event: response.output_item.added
                data: {"type":"response.output_item.added","sequence_number":2,"output_index":0,"item":{"type":"function_call","id":"fc_01abc_0","status":"in_progress","call_id":"c1","name":"f","arguments":""}}

                event: response.function_call_arguments.delta
                data: {"type":"response.function_call_arguments.delta","item_id":"fc_01abc_0","output_index":0,"sequence_number":3,"delta":"{}"}

                event: response.output_item.added
                data: {"type":"response.output_item.added","sequence_number":4,"output_index":1,"item":{"type":"function_call","id":"fc_01abc_1","status":"in_progress","call_id":"c2","name":"g","arguments":""}}

                event: response.function_call_arguments.delta
                data: {"type":"response.function_call_arguments.delta","item_id":"fc_01abc_1","output_index":1,"sequence_number":5,"delta":"[1]"}

                event: response.function_call_arguments.done
                data: {"type":"response.function_call_arguments.done","sequence_number":6,"item_id":"fc_01abc_0","output_index":0,"arguments":"{}"}

                event: response.output_item.done
                data: {"type":"response.output_item.done","sequence_number":7,"output_index":0,"item":{"type":"function_call","id":"fc_01abc_0","status":"completed","call_id":"c1","name":"f","arguments":"{}"}}

                event: response.function_call_arguments.done
                data: {"type":"response.function_call_arguments.done","sequence_number":8,"item_id":"fc_01abc_1","output_index":1,"arguments":"[1]"}
                """);
    }

    @Test
    void thoughtsATextAndACallAreThreeItems() {
        Answer answer = streamed();

        Calls.delta(Delta.newBuilder().setReasoning("be").addTokenIds(1), answer::delta);
        Calls.delta(Delta.newBuilder().setReasoning("cause").setText("so"), answer::delta);
        Calls.delta(calls("[{'index':0,'id':'c1','function':{'name':'f','arguments':'{}'}}]"), answer::delta);
        answer.finish(STOP);

        List<JsonNode> data = data();
        assertThat(data)
                .extracting(event -> event.path("type").asText())
                .containsExactly(
                        "response.created",
                        "response.in_progress",
                        "response.output_item.added",
                        "response.content_part.added",
                        "response.reasoning_text.delta",
                        "response.reasoning_text.delta",
                        "response.reasoning_text.done",
                        "response.content_part.done",
                        "response.output_item.done",
                        "response.output_item.added",
                        "response.content_part.added",
                        "response.output_text.delta",
                        "response.output_text.done",
                        "response.content_part.done",
                        "response.output_item.done",
                        "response.output_item.added",
                        "response.function_call_arguments.delta",
                        "response.function_call_arguments.done",
                        "response.output_item.done",
                        "response.completed");
        for (int i = 0; i < data.size(); i++) {
            assertThat(data.get(i).path("sequence_number").asInt()).isEqualTo(i);
        }
        JsonNode response = data.getLast().path("response");
        assertThat(response.path("output"))
                .extracting(item -> item.path("type").asText())
                .containsExactly("reasoning", "message", "function_call");
        assertThat(response.at("/output/0/content/0"))
                .hasToString("{\"type\":\"reasoning_text\",\"text\":\"because\"}");
        assertThat(response.at("/output/0/summary")).isEmpty();
        assertThat(response.at("/usage/output_tokens_details/reasoning_tokens").asInt())
                .isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource({"length, max_output_tokens", "content_filter, content_filter"})
    void whatWasCutIsIncomplete(String reason, String told) {
        Answer answer = streamed();

        Calls.delta(Calls.text("Hi"), answer::delta);
        answer.finish(new Finish(reason, 7, 2, 3, 1, 2, 3));

        JsonNode last = data().getLast();
        assertThat(last.path("type").asText()).isEqualTo("response.incomplete");
        assertThat(last.at("/response/status").asText()).isEqualTo("incomplete");
        assertThat(last.at("/response/incomplete_details/reason").asText()).isEqualTo(told);
        assertThat(last.at("/response/output/0/status").asText()).isEqualTo("incomplete");
    }

    @Test
    void aWholeResponseIsTheSameObject() {
        Answer answer = whole();

        Calls.delta(Delta.newBuilder().setText("Hi"), answer::delta);
        assertThat(answer.flush()).isTrue();
        Calls.delta(calls("[{'index':0,'id':'c1','function':{'name':'f','arguments':'{\\'a\\':1}'}}]"), answer::delta);
        answer.keepAlive();
        answer.finish(STOP);

        String reply = Calls.sent(client);
        assertThat(reply.substring(reply.indexOf("\r\n\r\n") + 4)).isEqualTo("""
                {"id":"resp_1","status":"completed","error":null,"incomplete_details":null,"store":false,"output":[\
                {"type":"message","id":"msg_01abc_0","status":"completed","role":"assistant","content":[\
                {"type":"output_text","annotations":[],"logprobs":[],"text":"Hi"}]},\
                {"type":"function_call","id":"fc_01abc_1","status":"completed","call_id":"c1","name":"f",\
                "arguments":"{\\"a\\":1}"}],USED}""".replace("USED", USED));
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void anAnswerOfNothingIsAnEmptyText(boolean stream) throws JsonProcessingException {
        Answer answer = stream ? streamed() : whole();

        answer.finish(STOP);

        JsonNode response = stream ? data().getLast().path("response") : JSON.readTree(body());
        assertThat(response.at("/output/0/content/0/text").asText("none")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void whatHasNotBegunIsRefusedAsAnyRequest(boolean stream) {
        Answer answer = stream ? streamed() : whole();
        if (!stream) {
            Calls.delta(Calls.text("Hi"), answer::delta);
        }

        answer.fail(
                GatewayProblem.INVALID_REQUEST.because("messages is too long").at("messages"), Tokens.NONE);

        assertThat(Calls.sent(client))
                .startsWith("HTTP/1.1 400")
                .contains("\"message\":\"input is too long\"", "\"param\":\"input\"");
    }

    @Test
    void aStreamThatHasBegunFailsInBothWaysThatClientsLookFor() {
        Answer answer = streamed();
        Calls.delta(Calls.text("Hi"), answer::delta);
        answer.flush();

        answer.fail(GatewayProblem.TIMEOUT.because("late"), new Tokens(7, 3, 2));

        String events = events();
        assertThat(events.substring(events.indexOf("event: response.failed"))).isEqualTo("""
                event: response.failed
                data: {"type":"response.failed","sequence_number":8,"response":{"id":"resp_1","status":"failed","error":{"code":"server_error","message":"late"},"incomplete_details":null,"store":false,"output":[{"type":"message","id":"msg_01abc_0","status":"incomplete","role":"assistant","content":[{"type":"output_text","annotations":[],"logprobs":[],"text":"Hi"}]}],USED}}

                event: error
                data: {"type":"error","sequence_number":9,"code":"timeout","message":"late","param":null,"error":{"message":"late","type":"server_error","code":"timeout","param":null}}

                """.replace("USED", USED));
    }

    @Test
    void aStreamThatOnlyLivedFailsAsOneThatBegan() {
        Answer answer = streamed();
        answer.keepAlive();

        answer.fail(
                GatewayProblem.CONTEXT_LENGTH_EXCEEDED
                        .because("messages is too long")
                        .at("messages"),
                Tokens.NONE);

        assertThat(data())
                .extracting(event -> event.path("type").asText())
                .containsExactly("response.created", "response.in_progress", "response.failed", "error");
    }

    @Test
    void aLongRequestIsRepeatedInChunksThatHaveTheirBound() {
        Answer answer = streamed(object(",\"instructions\":\"" + "x".repeat(7_000_000) + "\""));

        Calls.delta(Calls.text("Hi"), answer::delta);
        answer.finish(STOP);

        assertThat(data()).hasSize(9);
    }

    @Test
    void whatIsGatheredIsLetGoOfWhenTheClientLeaves() {
        Answer answer = streamed();
        Calls.delta(Calls.text("Hi"), answer::delta);

        answer.discard();
        answer.discard();

        assertThat(Calls.sent(client)).isEmpty();
    }

    private Answer streamed() {
        return streamed(OBJECT);
    }

    private Answer streamed(ResponseObject object) {
        return new StreamedResponse(Calls.reply(client), NO_HEADERS, object, output(), new ResponseNames());
    }

    private Answer whole() {
        return new WholeResponse(Calls.reply(client), NO_HEADERS, OBJECT, output(), new ResponseNames());
    }

    private static ResponseOutput output() {
        return new ResponseOutput(UnpooledByteBufAllocator.DEFAULT, "01ABC");
    }

    /** With single quotes in place of double ones. */
    private static Delta.Builder calls(String json) {
        return Delta.newBuilder().setToolCalls(json.replace("\\'", "\\\"").replace('\'', '"'));
    }

    private String body() {
        String reply = Calls.sent(client);
        return reply.substring(reply.indexOf("\r\n\r\n") + 4);
    }

    /** The body that came in chunks (RFC 9112, section 7.1), which end. */
    private String events() {
        String chunks = body();
        StringBuilder text = new StringBuilder();
        for (int at = 0; ; ) {
            int line = chunks.indexOf("\r\n", at);
            int size = Integer.parseInt(chunks.substring(at, line), 16);
            if (size == 0) {
                return text.toString();
            }
            text.append(chunks, line + 2, line + 2 + size);
            at = line + 2 + size + 2;
        }
    }

    private List<JsonNode> data() {
        List<JsonNode> all = new ArrayList<>();
        for (String line : Calls.sent(client).split("\n", -1)) {
            if (line.startsWith("data: {")) {
                try {
                    all.add(JSON.readTree(line.substring("data: ".length())));
                } catch (JsonProcessingException e) {
                    throw new AssertionError(line, e);
                }
            }
        }
        return all;
    }

    private static ResponseObject object(String echo) {
        return new ResponseObject(
                "{\"id\":\"resp_1\",\"status\":\"",
                new RequestEcho(Unpooled.copiedBuffer(echo, StandardCharsets.UTF_8)));
    }
}
