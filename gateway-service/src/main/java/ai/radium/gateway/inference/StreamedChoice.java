package ai.radium.gateway.inference;

import static ai.radium.gateway.inference.JsonText.ascii;

import ai.radium.contracts.worker.DeltaParts;
import ai.radium.contracts.worker.DeltaParts.Part;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import org.jspecify.annotations.Nullable;

/** One choice of a stream: writes {@code "choices":[…]} of each of its chunks. */
final class StreamedChoice {
    private static final byte[] CHAT_FIRST = chatFirst(0);
    private static final byte[] CHAT_NEXT = chatNext(0);
    private static final byte[] TEXT = text(0);
    private static final byte[] CONTENT = ascii("\"content\":\"");
    private static final byte[] REASONING = ascii("\"reasoning_content\":\"");
    private static final byte[] TOOL_CALLS = ascii("\"tool_calls\":");
    private static final byte[] CHAT_LOGPROBS = ascii("},\"logprobs\":");
    private static final byte[] TEXT_LOGPROBS = ascii("\",\"logprobs\":");
    private static final byte[] NOT_FINISHED = ascii(",\"finish_reason\":null}]");
    private static final byte[] NULL = ascii("null");

    private final AnswerShape shape;
    private final byte[] first;
    private final byte[] next;
    private boolean isBegun;

    /** What is still to be said before the choice's own text. */
    private @Nullable ByteBuf echo;

    StreamedChoice(AnswerShape shape, int index) {
        this.shape = shape;
        echo = shape.echo(index);
        if (shape.isChat()) {
            first = index == 0 ? CHAT_FIRST : chatFirst(index);
            next = index == 0 ? CHAT_NEXT : chatNext(index);
        } else {
            first = index == 0 ? TEXT : text(index);
            next = first;
        }
    }

    void delta(DeltaParts delta, ByteBuf out) {
        boolean comma = begin(out);
        if (shape.isChat()) {
            comma = text(out, comma, CONTENT, delta, Part.TEXT);
            comma = text(out, comma, REASONING, delta, Part.REASONING);
            if (delta.has(Part.TOOL_CALLS)) {
                calls(out, comma, delta);
            }
            out.writeBytes(CHAT_LOGPROBS);
        } else {
            JsonText.escape(delta, Part.TEXT, out);
            out.writeBytes(TEXT_LOGPROBS);
        }
        if (delta.has(Part.LOGPROBS)) {
            delta.write(Part.LOGPROBS, out);
        } else {
            out.writeBytes(NULL);
        }
        out.writeBytes(NOT_FINISHED);
    }

    void end(String reason, ByteBuf out) {
        begin(out);
        out.writeBytes(shape.isChat() ? CHAT_LOGPROBS : TEXT_LOGPROBS).writeBytes(NULL);
        ByteBufUtil.writeAscii(out, ",\"finish_reason\":\"" + shape.reason(reason) + "\"}]");
    }

    /** Gives whether something stands before the next member. */
    private boolean begin(ByteBuf out) {
        boolean isFirst = !isBegun;
        out.writeBytes(isFirst ? first : next);
        isBegun = true;
        if (echo != null) {
            out.writeBytes(echo, echo.readerIndex() + 1, echo.readableBytes() - 2); // without its quotes
            echo = null;
        }
        return isFirst;
    }

    private void calls(ByteBuf out, boolean comma, DeltaParts delta) {
        if (!shape.callsFunctions()) {
            comma(out, comma);
            delta.write(Part.TOOL_CALLS, out.writeBytes(TOOL_CALLS));
            return;
        }
        String call = OlderWords.call(delta.text(Part.TOOL_CALLS));
        if (!call.isEmpty()) {
            comma(out, comma);
            ByteBufUtil.writeUtf8(out, "\"function_call\":" + call);
        }
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

    private static byte[] chatFirst(int index) {
        return ascii("\"choices\":[{\"index\":" + index + ",\"delta\":{\"role\":\"assistant\"");
    }

    private static byte[] chatNext(int index) {
        return ascii("\"choices\":[{\"index\":" + index + ",\"delta\":{");
    }

    private static byte[] text(int index) {
        return ascii("\"choices\":[{\"index\":" + index + ",\"text\":\"");
    }
}
