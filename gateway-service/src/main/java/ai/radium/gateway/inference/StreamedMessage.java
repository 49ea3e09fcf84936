package ai.radium.gateway.inference;

import static ai.radium.gateway.inference.JsonText.ascii;

import ai.radium.contracts.worker.EventSink.Finish;
import ai.radium.gateway.problem.Dialect;
import ai.radium.gateway.problem.Refusal;
import ai.radium.gateway.reply.Decimal;
import ai.radium.gateway.reply.Reply;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;

/**
 * A message as events (Anthropic's API reference, "Streaming Messages"). It ends in {@code message_stop}, or in
 * {@code event: error}.
 */
final class StreamedMessage extends StreamedOutput {
    private static final byte[] DELTA =
            ascii("event: content_block_delta\ndata: {\"type\":\"content_block_delta\",\"index\":");
    private static final byte[] TEXT = ascii(",\"delta\":{\"type\":\"text_delta\",\"text\":\"");
    private static final byte[] THINKING = ascii(",\"delta\":{\"type\":\"thinking_delta\",\"thinking\":\"");
    private static final byte[] INPUT = ascii(",\"delta\":{\"type\":\"input_json_delta\",\"partial_json\":\"");
    private static final byte[] DELTA_END = ascii("\"}}\n\n");
    private static final byte[] PING = ascii("event: ping\ndata: {\"type\":\"ping\"}\n\n");
    private static final byte[] END = ascii("}\n\n");

    /** So often is a client told that a model thinks which it is not shown: it is to wait on. */
    private static final int THOUGHTS_PER_PING = 32;

    private final MessageObject message;
    private Tokens prompt = Tokens.NONE;
    private boolean begun;
    private int hiddenItems;
    private int hiddenThoughts;

    StreamedMessage(
            Reply reply, byte[] extraHeaders, MessageObject message, ResponseOutput output, MessageNames names) {
        super(reply, extraHeaders, output, names);
        this.message = message;
    }

    @Override
    public void prefilled(int promptTokens, int cachedTokens) {
        prompt = new Tokens(promptTokens, cachedTokens, 0);
    }

    @Override
    void begin() {
        if (!begun) {
            begun = true;
            message.writeBegun(event("message_start", ",\"message\":"), prompt);
            end();
        }
    }

    @Override
    public void opened(OutputItem item) {
        if (message.shows(item)) {
            MessageObject.writeBegun(event("content_block_start", place(item) + ",\"content_block\":"), item);
            end();
        } else {
            hiddenItems++;
        }
    }

    /** What is told is not kept: nothing repeats it. */
    @Override
    public void grew(OutputItem item, int from) {
        if (message.shows(item)) {
            ByteBuf out = stream.out();
            out.writeBytes(DELTA);
            Decimal.write(item.index() - hiddenItems, out);
            out.writeBytes(
                    switch (item.kind()) {
                        case MESSAGE -> TEXT;
                        case REASONING -> THINKING;
                        case CALL -> INPUT;
                    });
            out.writeBytes(item.text(), from, item.text().writerIndex() - from);
            out.writeBytes(DELTA_END);
        } else if (hiddenThoughts++ % THOUGHTS_PER_PING == 0) {
            stream.out().writeBytes(PING);
        }
        item.text().clear();
    }

    @Override
    public void ended(OutputItem item) {
        if (message.shows(item)) {
            event("content_block_stop", place(item));
            end();
        }
    }

    /** Those before it that are shown are its index: none is open beside one that is not. */
    private String place(OutputItem item) {
        return ",\"index\":" + (item.index() - hiddenItems);
    }

    @Override
    void complete(Finish finish) {
        output.end("completed", this);
        ByteBuf out = event(
                "message_delta",
                ",\"delta\":{\"stop_reason\":\"" + MessageObject.stopReason(finish, output)
                        + "\",\"stop_sequence\":null},");
        MessageObject.writeUsage(out, MessageObject.used(finish));
        end();
        event("message_stop", "");
        end();
        output.release();
    }

    @Override
    void breakOff(Refusal why, Tokens used) {
        output.release();
        ByteBuf out = stream.out();
        ByteBufUtil.writeAscii(out, "event: error\ndata: ");
        byte[] error = Dialect.ANTHROPIC.render(why, requestId());
        out.writeBytes(error, 0, error.length - 1);
        end();
    }

    @Override
    public void keepAlive() {
        stream.out().writeBytes(PING);
        stream.flush(false);
    }

    private ByteBuf event(String type, String members) {
        ByteBuf out = stream.out();
        ByteBufUtil.writeUtf8(out, "event: " + type + "\ndata: {\"type\":\"" + type + "\"" + members);
        return out;
    }

    private void end() {
        stream.out().writeBytes(END);
    }
}
