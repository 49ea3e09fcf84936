package ai.radium.gateway.inference;

import static ai.radium.gateway.inference.JsonText.ascii;

import ai.radium.contracts.worker.DeltaParts;
import ai.radium.gateway.problem.Dialect;
import ai.radium.gateway.problem.Refusal;
import ai.radium.gateway.reply.EventStream;
import ai.radium.gateway.reply.Reply;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;

/**
 * An answer as server-sent events. It ends in a finish chunk and {@code [DONE]}, or in {@code event: error}: never bare,
 * for most clients read a bare end as success.
 */
final class StreamedAnswer implements ChoiceAnswer {
    private static final byte[] DATA = ascii("data: {");
    private static final byte[] END = ascii("}\n\n");

    /** With {@code include_usage} every chunk has the member, and the last one its numbers (OpenAI's API reference). */
    private static final byte[] END_WITHOUT_USAGE_YET = ascii(",\"usage\":null}\n\n");

    private static final byte[] DONE = ascii("data: [DONE]\n\n");

    private final EventStream stream;
    private final Reply reply;
    private final StreamedChoice[] choices;
    private final boolean includeUsage;
    private final byte[] head;
    private final byte[] end;

    StreamedAnswer(Reply reply, byte[] extraHeaders, AnswerShape shape, boolean includeUsage, byte[] head) {
        this.reply = reply;
        this.stream = new EventStream(reply, extraHeaders);
        this.includeUsage = includeUsage;
        this.head = head;
        end = includeUsage ? END_WITHOUT_USAGE_YET : END;
        choices = new StreamedChoice[shape.choices().count()];
        for (int i = 0; i < choices.length; i++) {
            choices[i] = new StreamedChoice(shape, i);
        }
    }

    @Override
    public void delta(int choice, DeltaParts delta) {
        ByteBuf out = stream.out();
        out.writeBytes(DATA).writeBytes(head);
        choices[choice].delta(delta, out);
        out.writeBytes(end);
    }

    @Override
    public void ended(int choice, String reason) {
        ByteBuf out = stream.out();
        out.writeBytes(DATA).writeBytes(head);
        choices[choice].end(reason, out);
        out.writeBytes(end);
    }

    @Override
    public boolean flush() {
        stream.flush(false);
        return stream.isDrained();
    }

    @Override
    public void finish(Tokens used) {
        ByteBuf out = stream.out();
        if (includeUsage) {
            out.writeBytes(DATA).writeBytes(head);
            ByteBufUtil.writeAscii(out, "\"choices\":[],\"usage\":");
            used.write(out);
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
}
