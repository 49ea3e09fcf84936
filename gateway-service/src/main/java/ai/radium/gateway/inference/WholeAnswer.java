package ai.radium.gateway.inference;

import ai.radium.contracts.worker.DeltaParts;
import ai.radium.gateway.problem.Refusal;
import ai.radium.gateway.reply.Reply;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;

/** An answer as one JSON object, gathered until the worker has finished. */
final class WholeAnswer implements GatheredAnswer, ChoiceAnswer {
    private final Reply reply;
    private final byte[] extraHeaders;
    private final byte[] head;
    private final WholeChoice[] choices;

    WholeAnswer(Reply reply, byte[] extraHeaders, AnswerShape shape, byte[] head) {
        this.reply = reply;
        this.extraHeaders = extraHeaders;
        this.head = head;
        choices = new WholeChoice[shape.choices().count()];
        for (int i = 0; i < choices.length; i++) {
            choices[i] = new WholeChoice(shape, i, reply.channel().alloc());
        }
    }

    @Override
    public void delta(int choice, DeltaParts delta) {
        choices[choice].delta(delta);
    }

    @Override
    public void ended(int choice, String reason) {
        choices[choice].ended(reason);
    }

    @Override
    public void finish(Tokens used) {
        int room = head.length + 512;
        for (WholeChoice choice : choices) {
            room += choice.bytes();
        }
        ByteBuf out = reply.channel().alloc().buffer(room);
        out.writeByte('{').writeBytes(head);
        ByteBufUtil.writeAscii(out, "\"choices\":");
        byte before = '[';
        for (WholeChoice choice : choices) {
            out.writeByte(before);
            choice.write(out);
            before = ',';
        }
        ByteBufUtil.writeAscii(out, "],\"usage\":");
        used.write(out);
        out.writeByte('}');
        discard();
        reply.json(200, out, extraHeaders);
    }

    @Override
    public void fail(Refusal refusal, Tokens used) {
        discard();
        reply.refuse(refusal);
    }

    @Override
    public void discard() {
        for (WholeChoice choice : choices) {
            choice.discard();
        }
    }
}
