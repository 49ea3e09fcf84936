package ai.radium.gateway.inference;

import ai.radium.contracts.worker.DeltaParts;
import ai.radium.contracts.worker.EventSink.Finish;
import ai.radium.gateway.problem.Refusal;
import ai.radium.gateway.reply.Reply;
import io.netty.buffer.ByteBuf;

/** A response as one JSON object, gathered until the worker has finished. */
final class WholeResponse implements GatheredAnswer {
    private final Reply reply;
    private final byte[] extraHeaders;
    private final ResponseObject response;
    private final ResponseOutput output;
    private final ChatNames names;

    WholeResponse(Reply reply, byte[] extraHeaders, ResponseObject response, ResponseOutput output, ChatNames names) {
        this.reply = reply;
        this.extraHeaders = extraHeaders;
        this.response = response;
        this.output = output;
        this.names = names;
    }

    @Override
    public void delta(DeltaParts delta) {
        output.add(delta, OutputEvents.UNHEARD);
    }

    @Override
    public void finish(Finish finish) {
        ResponseEnd end = ResponseEnd.of(finish);
        output.end(end.itemStatus(), OutputEvents.UNHEARD);
        ByteBuf out = reply.channel().alloc().buffer(response.length());
        response.write(out, end, output);
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
