package ai.radium.gateway.inference;

import static ai.radium.gateway.inference.JsonText.ascii;

import ai.radium.contracts.worker.EventSink.Finish;
import ai.radium.gateway.problem.Dialect;
import ai.radium.gateway.problem.Refusal;
import ai.radium.gateway.reply.Decimal;
import ai.radium.gateway.reply.Reply;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import java.util.Locale;

/**
 * A response as events (OpenAI's API reference, "Streaming events"). It ends in {@code response.completed} or
 * {@code response.incomplete}; or in {@code response.failed} and then {@code event: error}: some clients act on the one
 * alone, some on the other.
 */
final class StreamedResponse extends StreamedOutput {
    private static final byte[] DELTA = ascii(",\"delta\":\"");
    private static final byte[] DELTA_END = ascii("\"}\n\n");
    private static final byte[] END = ascii("}\n\n");

    /** What is written between two flushes is one chunk, whose size has its bound: events repeat long requests. */
    private static final int LARGE_CHUNK = 1024 * 1024;

    private final ResponseObject response;
    private int sequence;

    StreamedResponse(
            Reply reply, byte[] extraHeaders, ResponseObject response, ResponseOutput output, ChatNames names) {
        super(reply, extraHeaders, output, names);
        this.response = response;
    }

    @Override
    void begin() {
        if (sequence == 0) {
            response.writeBegun(event("response.created", ",\"response\":"));
            end();
            response.writeBegun(event("response.in_progress", ",\"response\":"));
            end();
        }
    }

    @Override
    public void opened(OutputItem item) {
        item.write(event("response.output_item.added", ",\"output_index\":" + item.index() + ",\"item\":"));
        end();
        if (item.hasPart()) {
            item.writePart(event("response.content_part.added", "," + item.place() + ",\"part\":"));
            end();
        }
    }

    @Override
    public void grew(OutputItem item, int from) {
        ByteBuf out = stream.out();
        out.writeBytes(item.deltaHead());
        Decimal.write(sequence++, out);
        out.writeBytes(DELTA);
        out.writeBytes(item.text(), from, item.text().writerIndex() - from);
        out.writeBytes(DELTA_END);
    }

    @Override
    public void ended(OutputItem item) {
        String place = "," + item.place();
        item.writeText(event(
                item.event("done"), place + (item.kind() == OutputItem.Kind.MESSAGE ? ",\"logprobs\":[]," : ",")));
        end();
        if (item.hasPart()) {
            item.writePart(event("response.content_part.done", place + ",\"part\":"));
            end();
        }
        item.write(event("response.output_item.done", ",\"output_index\":" + item.index() + ",\"item\":"));
        end();
    }

    @Override
    void complete(Finish finish) {
        close(ResponseEnd.of(finish));
    }

    @Override
    void breakOff(Refusal why, Tokens used) {
        begin();
        close(ResponseEnd.of(why, used));
        error(why);
    }

    private void close(ResponseEnd how) {
        output.end(how.itemStatus(), this);
        response.write(event("response." + how.status(), ",\"response\":"), how, output);
        end();
        output.release();
    }

    /** OpenAI's members of the event, and beside them the object by which its clients know a failure. */
    private void error(Refusal refusal) {
        byte[] error = Dialect.renderForStream(refusal);
        ByteBuf out = event(
                "error",
                ",\"code\":" + JsonText.quoted(refusal.code().toLowerCase(Locale.ROOT)) + ",\"message\":"
                        + JsonText.quoted(refusal.detail()) + ",\"param\":"
                        + (refusal.param() == null ? "null" : JsonText.quoted(refusal.param())) + ",");
        out.writeBytes(error, 1, error.length - 2);
        end();
    }

    @Override
    public void keepAlive() {
        stream.keepAlive();
    }

    private ByteBuf event(String type, String members) {
        ByteBuf out = stream.out();
        ByteBufUtil.writeUtf8(
                out,
                "event: " + type + "\ndata: {\"type\":\"" + type + "\",\"sequence_number\":" + sequence++ + members);
        return out;
    }

    private void end() {
        ByteBuf out = stream.out();
        out.writeBytes(END);
        if (out.readableBytes() > LARGE_CHUNK) {
            stream.flush(false);
        }
    }
}
