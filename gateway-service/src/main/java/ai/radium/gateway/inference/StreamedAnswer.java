package ai.radium.gateway.inference;

import ai.radium.contracts.worker.DeltaParts;
import ai.radium.contracts.worker.DeltaParts.Part;
import ai.radium.contracts.worker.EventSink.Finish;
import ai.radium.gateway.problem.Dialect;
import ai.radium.gateway.problem.Refusal;
import ai.radium.gateway.reply.EventStream;
import ai.radium.gateway.reply.Reply;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import java.nio.charset.StandardCharsets;

/**
 * An answer as server-sent events. It ends in a finish chunk and {@code [DONE]}, or in {@code event: error}: never bare,
 * for most clients read a bare end as success.
 */
final class StreamedAnswer implements Answer {
    private static final byte[] DATA = ascii("data: {");
    private static final byte[] CHAT_FIRST = ascii("\"choices\":[{\"index\":0,\"delta\":{\"role\":\"assistant\"");
    private static final byte[] CHAT_NEXT = ascii("\"choices\":[{\"index\":0,\"delta\":{");
    private static final byte[] CONTENT = ascii("\"content\":\"");
    private static final byte[] REASONING = ascii("\"reasoning_content\":\"");
    private static final byte[] TOOL_CALLS = ascii("\"tool_calls\":");
    private static final byte[] CHAT_LOGPROBS = ascii("},\"logprobs\":");
    private static final byte[] NOT_FINISHED = ascii(",\"finish_reason\":null}]");
    private static final byte[] END = ascii("}\n\n");

    /** With {@code include_usage} every chunk has the member, and the last one its numbers (OpenAI's API reference). */
    private static final byte[] END_WITHOUT_USAGE_YET = ascii(",\"usage\":null}\n\n");

    private static final byte[] TEXT = ascii("\"choices\":[{\"index\":0,\"text\":\"");
    private static final byte[] TEXT_LOGPROBS = ascii("\",\"logprobs\":");
    private static final byte[] NULL = ascii("null");
    private static final byte[] DONE = ascii("data: [DONE]\n\n");

    private final EventStream stream;
    private final Reply reply;
    private final boolean chat;
    private final boolean includeUsage;
    private final byte[] head;
    private final byte[] end;
    private boolean first = true;

    StreamedAnswer(Reply reply, byte[] extraHeaders, boolean chat, boolean includeUsage, byte[] head) {
        this.reply = reply;
        this.stream = new EventStream(reply, extraHeaders);
        this.chat = chat;
        this.includeUsage = includeUsage;
        this.head = head;
        end = includeUsage ? END_WITHOUT_USAGE_YET : END;
    }

    @Override
    public void delta(DeltaParts delta) {
        ByteBuf out = stream.out();
        out.writeBytes(DATA).writeBytes(head);
        if (chat) {
            boolean comma = begin(out);
            comma = text(out, comma, CONTENT, delta, Part.TEXT);
            comma = text(out, comma, REASONING, delta, Part.REASONING);
            if (delta.has(Part.TOOL_CALLS)) {
                comma(out, comma);
                delta.write(Part.TOOL_CALLS, out.writeBytes(TOOL_CALLS));
            }
            out.writeBytes(CHAT_LOGPROBS);
        } else {
            out.writeBytes(TEXT);
            JsonText.escape(delta, Part.TEXT, out);
            out.writeBytes(TEXT_LOGPROBS);
        }
        if (delta.has(Part.LOGPROBS)) {
            delta.write(Part.LOGPROBS, out);
        } else {
            out.writeBytes(NULL);
        }
        out.writeBytes(NOT_FINISHED).writeBytes(end);
    }

    @Override
    public boolean flush() {
        stream.flush(false);
        return stream.isDrained();
    }

    @Override
    public void finish(Finish finish) {
        ByteBuf out = stream.out();
        out.writeBytes(DATA).writeBytes(head);
        if (chat) {
            begin(out);
            out.writeBytes(CHAT_LOGPROBS).writeBytes(NULL);
        } else {
            out.writeBytes(TEXT).writeBytes(TEXT_LOGPROBS).writeBytes(NULL);
        }
        ByteBufUtil.writeAscii(out, ",\"finish_reason\":\"" + finish.reason() + "\"}]");
        out.writeBytes(end);
        if (includeUsage) {
            out.writeBytes(DATA).writeBytes(head);
            ByteBufUtil.writeAscii(out, "\"choices\":[],\"usage\":");
            new Tokens(finish.promptTokens(), finish.cachedTokens(), finish.completionTokens()).write(out);
            out.writeBytes(END);
        }
        out.writeBytes(DONE);
        stream.flush(true);
    }

    @Override
    public void fail(Refusal refusal, Tokens used) {
        if (!reply.isBegun()) {
            reply.refuse(refusal);
            return;
        }
        ByteBuf out = stream.out();
        ByteBufUtil.writeAscii(out, "event: error\ndata: ");
        byte[] error = Dialect.renderForStream(refusal);
        out.writeBytes(error, 0, error.length - 1);
        ByteBufUtil.writeAscii(out, ",\"usage\":");
        used.write(out);
        out.writeBytes(END);
        stream.flush(true);
    }

    @Override
    public void keepAlive() {
        stream.keepAlive();
    }

    @Override
    public boolean isWritable() {
        return stream.isWritable();
    }

    @Override
    public void discard() {
        stream.discard();
    }

    private boolean begin(ByteBuf out) {
        boolean wasFirst = first;
        out.writeBytes(first ? CHAT_FIRST : CHAT_NEXT);
        first = false;
        return wasFirst;
    }

    private static boolean text(ByteBuf out, boolean comma, byte[] name, DeltaParts delta, Part part) {
        if (!delta.has(part)) {
            return comma;
        }
        comma(out, comma);
        out.writeBytes(name);
        JsonText.escape(delta, part, out);
        out.writeByte('"');
        return true;
    }

    private static void comma(ByteBuf out, boolean comma) {
        if (comma) {
            out.writeByte(',');
        }
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
