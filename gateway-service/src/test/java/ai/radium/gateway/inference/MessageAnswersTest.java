package ai.radium.gateway.inference;

import static org.assertj.core.api.Assertions.assertThat;

import ai.radium.contracts.worker.EventSink.Finish;
import ai.radium.contracts.worker.v1.Delta;
import ai.radium.gateway.problem.Dialect;
import ai.radium.gateway.problem.GatewayProblem;
import ai.radium.gateway.reply.Reply;
import ai.radium.gateway.time.GatewayTime;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.channel.embedded.EmbeddedChannel;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a client reads of a worker's events as a message, streamed and whole. */
class MessageAnswersTest {
    private static final byte[] NO_HEADERS = new byte[0];
    private static final Finish STOP = new Finish("stop", 7, 2, 3, 1, 2, 3);
    private static final Pattern CHUNK = Pattern.compile("(?:^|\r\n)[0-9a-f]+\r\n");

    private final EmbeddedChannel client = new EmbeddedChannel();

    @AfterEach
    void close() {
        client.finishAndReleaseAll();
    }

    @Test
    void aTextComesAsTheEventsOfItsBlock() {
        Answer answer = streamed(false);

        answer.prefilled(7, 3);
        Calls.delta(Calls.text("Hi \"x\""), answer::delta);
        Calls.delta(Calls.text("\n"), answer::delta);
        answer.flush();
        answer.finish(STOP);

        assertThat(events()).isEqualTo("""
                event: message_start
                data: {"type":"message_start","message":{"id":"msg_1","content":[],"stop_reason":null,"stop_sequence":null,"usage":{"input_tokens":4,"cache_creation_input_tokens":0,"cache_read_input_tokens":3,"output_tokens":0}}}

                event: content_block_start
                data: {"type":"content_block_start","index":0,"content_block":{"type":"text","text":""}}

                event: content_block_delta
                data: {"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":"Hi \\"x\\""}}

                event: content_block_delta
                data: {"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":"\\n"}}

                event: content_block_stop
                data: {"type":"content_block_stop","index":0}

                event: message_delta
                data: {"type":"message_delta","delta":{"stop_reason":"end_turn","stop_sequence":null},"usage":{"input_tokens":4,"cache_creation_input_tokens":0,"cache_read_input_tokens":3,"output_tokens":2}}

                event: message_stop
                data: {"type":"message_stop"}

                """);
    }

    @ParameterizedTest
    @CsvSource({"stop, end_turn", "length, max_tokens", "content_filter, refusal"})
    void aWholeMessageSaysWhyItEnds(String reason, String told) {
        Answer answer = whole(false);

        Calls.delta(Calls.text("Hi \"x\""), answer::delta);
        answer.finish(new Finish(reason, 7, 2, 3, 1, 2, 3));

        assertThat(body())
                .isEqualTo("{\"id\":\"msg_1\",\"content\":[{\"type\":\"text\",\"text\":\"Hi \\\"x\\\"\"}],"
                        + "\"stop_reason\":\"" + told + "\",\"stop_sequence\":null,\"usage\":{\"input_tokens\":4,"
                        + "\"cache_creation_input_tokens\":0,\"cache_read_input_tokens\":3,\"output_tokens\":2}}");
    }

    @Test
    void callsAreBlocksWithTheirInput() {
        Answer whole = whole(false);
        Calls.delta(Calls.text("so"), whole::delta);
        calls(whole);
        whole.finish(new Finish("tool_calls", 7, 2, 3, 1, 2, 3));

        assertThat(body())
                .contains("\"content\":[{\"type\":\"text\",\"text\":\"so\"},{\"type\":\"tool_use\",\"id\":\"c1\","
                        + "\"name\":\"f\",\"input\":{\"a\": \"\\\"\"}},{\"type\":\"tool_use\",\"id\":\"c2\",\"name\":\"g\","
                        + "\"input\":{}}],\"stop_reason\":\"tool_use\"");
    }

    @Test
    void callsStreamAsPartsOfTheirInput() {
        Answer answer = streamed(false);
        Calls.delta(Calls.text("so"), answer::delta);
        calls(answer);
        answer.finish(new Finish("tool_calls", 7, 2, 3, 1, 2, 3));

        assertThat(data())
                .contains(
                        """
                        {"type":"content_block_stop","index":0}
                        {"type":"content_block_start","index":1,"content_block":{"type":"tool_use","id":"c1","name":"f","input":{}}}
                        {"type":"content_block_delta","index":1,"delta":{"type":"input_json_delta","partial_json":"{\\"a\\": "}}
                        {"type":"content_block_delta","index":1,"delta":{"type":"input_json_delta","partial_json":"\\"\\\\\\"\\"}"}}
                        {"type":"content_block_start","index":2,"content_block":{"type":"tool_use","id":"c2","name":"g","input":{}}}
                        """,
                        "{\"type\":\"content_block_stop\",\"index\":1}\n{\"type\":\"content_block_stop\",\"index\":2}\n",
                        "\"stop_reason\":\"tool_use\"");
    }

    /** One of {"a": "\""} in two parts, and one of no arguments. */
    private static void calls(Answer answer) {
        for (String part : new String[] {
            "[{'index':0,'id':'c1','function':{'name':'f','arguments':'{\\\"a\\\": '}}]",
            "[{'index':0,'function':{'arguments':'\\\"\\\\\\\"\\\"}'}}]",
            "[{'index':1,'id':'c2','function':{'name':'g','arguments':''}}]"
        }) {
            Calls.delta(Delta.newBuilder().setToolCalls(part.replace('\'', '"')), answer::delta);
        }
    }

    @Test
    void anInputThatIsCutIsNone() {
        Answer answer = whole(false);

        Calls.delta(
                Delta.newBuilder()
                        .setToolCalls(
                                "[{\"index\":0,\"id\":\"c\",\"function\":{\"name\":\"f\",\"arguments\":\"{\\\"a\"}}]"),
                answer::delta);
        answer.finish(new Finish("length", 7, 2, 3, 1, 2, 3));

        assertThat(body()).contains("\"name\":\"f\",\"input\":{}}],\"stop_reason\":\"max_tokens\"");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void whatTheModelThinksIsShownToWhoAskedForIt(boolean shown) {
        Answer whole = whole(shown);
        thinks(whole);
        whole.finish(STOP);
        String wholeBody = body();
        Answer streamed = streamed(shown);
        thinks(streamed);
        streamed.finish(STOP);

        assertThat(wholeBody)
                .contains(
                        shown
                                ? "[{\"type\":\"thinking\",\"thinking\":\"hm\",\"signature\":\"\"},{\"type\":\"text\",\"text\":\"so\"}]"
                                : "[{\"type\":\"text\",\"text\":\"so\"}]");
        assertThat(data())
                .contains(
                        shown
                                ? "\"index\":0,\"delta\":{\"type\":\"thinking_delta\",\"thinking\":\"hm\"}"
                                : "{\"type\":\"ping\"}\n",
                        "\"index\":" + (shown ? 1 : 0) + ",\"delta\":{\"type\":\"text_delta\",\"text\":\"so\"}");
    }

    private static void thinks(Answer answer) {
        Calls.delta(Delta.newBuilder().setReasoning("hm").addTokenIds(1), answer::delta);
        Calls.delta(Calls.text("so"), answer::delta);
    }

    @Test
    void anAnswerOfNothingIsAMessageAllTheSame() {
        Answer answer = streamed(false);

        answer.finish(STOP);

        assertThat(data())
                .startsWith("{\"type\":\"message_start\"")
                .contains("\"end_turn\"")
                .endsWith("{\"type\":\"message_stop\"}\n");
    }

    @Test
    void aClientThatWaitsIsPinged() {
        Answer answer = streamed(false);

        answer.keepAlive();

        assertThat(events()).isEqualTo("event: ping\ndata: {\"type\":\"ping\"}\n\n");
    }

    @Test
    void aFailureBeforeTheFirstEventIsAReply() {
        streamed(false).fail(GatewayProblem.OVERLOADED.because("busy"), Tokens.NONE);

        assertThat(Calls.sent(client))
                .startsWith("HTTP/1.1 503")
                .contains("\r\nrequest-id: req-1\r\n")
                .endsWith("{\"type\":\"error\",\"error\":{\"type\":\"overloaded_error\",\"message\":\"busy\"},"
                        + "\"request_id\":\"req-1\"}");
    }

    @Test
    void aFailureInTheStreamIsItsLastEvent() {
        Answer answer = streamed(false);
        Calls.delta(Calls.text("Hi"), answer::delta);
        answer.flush();
        answer.fail(GatewayProblem.INTERNAL_ERROR.because("the engine failed"), new Tokens(7, 0, 1));

        assertThat(events()).endsWith("""
                event: error
                data: {"type":"error","error":{"type":"api_error","message":"the engine failed"},"request_id":"req-1"}

                """).doesNotContain("message_stop");
    }

    @Test
    void whatIsGatheredIsLetGoOfWhenTheClientLeaves() {
        for (Answer answer : new Answer[] {streamed(true), whole(true)}) {
            thinks(answer);

            answer.discard();
            answer.discard();
        }

        assertThat(Calls.sent(client)).isEmpty();
    }

    private Answer streamed(boolean showsThinking) {
        return new StreamedMessage(reply(), NO_HEADERS, object(showsThinking), output(), new MessageNames());
    }

    private Answer whole(boolean showsThinking) {
        return new WholeMessage(reply(), NO_HEADERS, object(showsThinking), output(), new MessageNames());
    }

    private Reply reply() {
        return new Reply(client, Dialect.ANTHROPIC, "req-1", true, true, GatewayTime.system(), () -> {});
    }

    private static MessageObject object(boolean showsThinking) {
        return new MessageObject("{\"id\":\"msg_1\",\"content\":", showsThinking);
    }

    private static ResponseOutput output() {
        return new ResponseOutput(UnpooledByteBufAllocator.DEFAULT, "01ABC");
    }

    private String body() {
        String reply = Calls.sent(client);
        return reply.substring(reply.indexOf("\r\n\r\n") + 4);
    }

    /** Without the frames of the chunks (RFC 9112, section 7.1). */
    private String events() {
        return CHUNK.matcher(body()).replaceAll("").replace("\r\n", "");
    }

    private String data() {
        return events().lines()
                .filter(line -> line.startsWith("data: "))
                .map(line -> line.substring("data: ".length()) + "\n")
                .collect(Collectors.joining());
    }
}
