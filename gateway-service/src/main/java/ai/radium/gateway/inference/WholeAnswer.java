package ai.radium.gateway.inference;

import ai.radium.contracts.worker.DeltaParts;
import ai.radium.contracts.worker.DeltaParts.Part;
import ai.radium.contracts.worker.EventSink.Finish;
import ai.radium.gateway.problem.Refusal;
import ai.radium.gateway.reply.Reply;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import org.jspecify.annotations.Nullable;

/** An answer as one JSON object, gathered until the worker has finished. */
final class WholeAnswer implements GatheredAnswer {
    private final Reply reply;
    private final byte[] extraHeaders;
    private final boolean chat;
    private final byte[] head;
    private final ByteBuf text;
    private @Nullable ByteBuf reasoning;
    private @Nullable MergedDeltas merged;

    WholeAnswer(Reply reply, byte[] extraHeaders, boolean chat, byte[] head) {
        this.reply = reply;
        this.extraHeaders = extraHeaders;
        this.chat = chat;
        this.head = head;
        text = reply.channel().alloc().buffer(1024);
    }

    @Override
    public void delta(DeltaParts delta) {
        JsonText.escape(delta, Part.TEXT, text);
        if (delta.has(Part.REASONING)) {
            if (reasoning == null) {
                reasoning = reply.channel().alloc().buffer(256);
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

    @Override
    public void finish(Finish finish) {
        ByteBuf out = reply.channel().alloc().buffer(head.length + text.readableBytes() + 512);
        out.writeByte('{').writeBytes(head);
        String logprobs = merged == null ? "null" : merged.logprobs();
        if (chat) {
            message(out);
            ByteBufUtil.writeUtf8(out, "},\"logprobs\":" + logprobs);
        } else {
            ByteBufUtil.writeAscii(out, "\"choices\":[{\"index\":0,\"text\":\"");
            out.writeBytes(text);
            ByteBufUtil.writeUtf8(out, "\",\"logprobs\":" + logprobs);
        }
        ByteBufUtil.writeAscii(out, ",\"finish_reason\":\"" + finish.reason() + "\"}],\"usage\":");
        new Tokens(finish.promptTokens(), finish.cachedTokens(), finish.completionTokens()).write(out);
        out.writeByte('}');
        discard();
        reply.json(200, out, extraHeaders);
    }

    private void message(ByteBuf out) {
        ByteBufUtil.writeAscii(out, "\"choices\":[{\"index\":0,\"message\":{\"role\":\"assistant\",\"content\":");
        String toolCalls = merged == null ? "" : merged.toolCalls();
        if (text.isReadable() || toolCalls.isEmpty()) {
            out.writeByte('"').writeBytes(text).writeByte('"');
        } else {
            ByteBufUtil.writeAscii(out, "null");
        }
        if (reasoning != null) {
            ByteBufUtil.writeAscii(out, ",\"reasoning_content\":\"");
            out.writeBytes(reasoning).writeByte('"');
        }
        if (!toolCalls.isEmpty()) {
            ByteBufUtil.writeUtf8(out, ",\"tool_calls\":" + toolCalls);
        }
        ByteBufUtil.writeAscii(out, ",\"refusal\":null");
    }

    @Override
    public void fail(Refusal refusal, Tokens used) {
        discard();
        reply.refuse(refusal);
    }

    @Override
    public void discard() {
        if (text.refCnt() > 0) {
            text.release();
        }
        if (reasoning != null && reasoning.refCnt() > 0) {
            reasoning.release();
        }
    }
}
