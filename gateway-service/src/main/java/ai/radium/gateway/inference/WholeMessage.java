package ai.radium.gateway.inference;

import ai.radium.contracts.worker.DeltaParts;
import ai.radium.contracts.worker.EventSink.Finish;
import ai.radium.gateway.problem.Refusal;
import ai.radium.gateway.reply.Reply;
import io.netty.buffer.ByteBuf;

/** A message as one JSON object, gathered until the worker has finished. */
final class WholeMessage implements GatheredAnswer {
    private final Reply reply;
    private final byte[] extraHeaders;
    private final MessageObject message;
    private final ResponseOutput output;
    private final MessageNames names;

    WholeMessage(Reply reply, byte[] extraHeaders, MessageObject message, ResponseOutput output, MessageNames names) {
        this.reply = reply;
        this.extraHeaders = extraHeaders;
        this.message = message;
        this.output = output;
        this.names = names;
    }

    @Override
    public void delta(DeltaParts delta) {
        output.add(delta, OutputEvents.UNHEARD);
    }

    @Override
    public void finish(Finish finish) {
        ByteBuf out = reply.channel().alloc().buffer();
        message.write(out, finish, output);
        output.release();
        reply.json(200, out, extraHeaders);
    }

    @Override
    public void fail(Refusal refusal, Tokens used) {
        output.release();
        reply.refuse(names.renamed(refusal));
    }

    @Override
    public void discard() {
        output.release();
    }
}
