package ai.radium.gateway.inference;

import ai.radium.contracts.worker.DeltaParts;
import ai.radium.contracts.worker.DeltaParts.Part;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufUtil;
import org.jspecify.annotations.Nullable;

/** One choice of a whole answer, as far as it has come. */
final class WholeChoice {
    private final AnswerShape shape;
    private final int index;
    private final ByteBufAllocator memory;
    private @Nullable ByteBuf text;
    private @Nullable ByteBuf reasoning;
    private @Nullable MergedDeltas merged;
    private String reason = "";

    WholeChoice(AnswerShape shape, int index, ByteBufAllocator memory) {
        this.shape = shape;
        this.index = index;
        this.memory = memory;
    }

    void delta(DeltaParts delta) {
        JsonText.escape(delta, Part.TEXT, text());
        if (delta.has(Part.REASONING)) {
            if (reasoning == null) {
                reasoning = memory.buffer(256);
            }
            JsonText.escape(delta, Part.REASONING, reasoning);
        }
        if (delta.has(Part.TOOL_CALLS) || delta.has(Part.LOGPROBS)) {
            if (merged == null) {
                merged = new MergedDeltas();
            }
            merged.toolCalls(delta.text(Part.TOOL_CALLS));
            merged.logprobs(delta.text(Part.LOGPROBS));
        }
    }

    void ended(String why) {
        text();
        reason = why;
    }

    /** Begun with what is repeated of the request, while that is there. */
    private ByteBuf text() {
        ByteBuf begun = text;
        if (begun == null) {
            begun = memory.buffer(1024);
            ByteBuf echo = shape.echo(index);
            if (echo != null) {
                begun.writeBytes(echo, echo.readerIndex() + 1, echo.readableBytes() - 2); // without its quotes
            }
            text = begun;
        }
        return begun;
    }

    /** About as many as {@link #write} appends. */
    int bytes() {
        return 128 + text().readableBytes() + (reasoning == null ? 0 : reasoning.readableBytes());
    }

    /** Appends an object of {@code choices}. */
    void write(ByteBuf out) {
        ByteBufUtil.writeAscii(out, "{\"index\":" + index);
        String logprobs = merged == null ? "null" : merged.logprobs();
        if (shape.isChat()) {
            message(out);
            ByteBufUtil.writeUtf8(out, "},\"logprobs\":" + logprobs);
        } else {
            ByteBufUtil.writeAscii(out, ",\"text\":\"");
            out.writeBytes(text());
            ByteBufUtil.writeUtf8(out, "\",\"logprobs\":" + logprobs);
        }
        ByteBufUtil.writeAscii(out, ",\"finish_reason\":\"" + shape.reason(reason) + "\"}");
    }

    private void message(ByteBuf out) {
        ByteBufUtil.writeAscii(out, ",\"message\":{\"role\":\"assistant\",\"content\":");
        String toolCalls = merged == null ? "" : merged.toolCalls();
        if (text().isReadable() || toolCalls.isEmpty()) {
            out.writeByte('"').writeBytes(text()).writeByte('"');
        } else {
            ByteBufUtil.writeAscii(out, "null");
        }
        if (reasoning != null) {
            ByteBufUtil.writeAscii(out, ",\"reasoning_content\":\"");
            out.writeBytes(reasoning).writeByte('"');
        }
        if (!toolCalls.isEmpty()) {
            ByteBufUtil.writeUtf8(
                    out,
                    shape.callsFunctions()
                            ? ",\"function_call\":" + OlderWords.call(toolCalls)
                            : ",\"tool_calls\":" + toolCalls);
        }
        ByteBufUtil.writeAscii(out, ",\"refusal\":null");
    }

    void discard() {
        if (text != null && text.refCnt() > 0) {
            text.release();
        }
        if (reasoning != null && reasoning.refCnt() > 0) {
            reasoning.release();
        }
    }
}
