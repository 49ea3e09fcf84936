package ai.radium.gateway.inference;

import ai.radium.contracts.worker.DeltaParts;
import ai.radium.contracts.worker.EventSink.Finish;
import ai.radium.gateway.problem.Refusal;
import ai.radium.gateway.reply.Reply;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;

/** The items of an answer as one JSON object, gathered until the worker has finished. */
abstract sealed class GatheredOutput implements GatheredAnswer permits WholeResponse, WholeMessage {
    private final Reply reply;
    private final byte[] extraHeaders;
    private final ResponseOutput output;
    private final ChatNames names;

    GatheredOutput(Reply reply, byte[] extraHeaders, ResponseOutput output, ChatNames names) {
        this.reply = reply;
        this.extraHeaders = extraHeaders;
        this.output = output;
        this.names = names;
    }

    abstract ByteBuf written(Finish finish, ResponseOutput output, ByteBufAllocator buffers);

    @Override
    public final void delta(DeltaParts delta) {
        output.add(delta, OutputEvents.UNHEARD);
    }

    @Override
    public final void finish(Finish finish) {
        ByteBuf out = written(finish, output, reply.channel().alloc());
        output.release();
        reply.json(200, out, extraHeaders);
    }

    @Override
    public final void fail(Refusal refusal, Tokens used) {
        output.release();
        reply.refuse(names.renamed(refusal));
    }

    @Override
    public final void discard() {
        output.release();
    }
}
