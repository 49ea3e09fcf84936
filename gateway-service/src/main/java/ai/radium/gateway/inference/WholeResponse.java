package ai.radium.gateway.inference;

import ai.radium.contracts.worker.EventSink.Finish;
import ai.radium.gateway.reply.Reply;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;

/** A response as one JSON object. */
final class WholeResponse extends GatheredOutput {
    private final ResponseObject response;

    WholeResponse(Reply reply, byte[] extraHeaders, ResponseObject response, ResponseOutput output, ChatNames names) {
        super(reply, extraHeaders, output, names);
        this.response = response;
    }

    @Override
    ByteBuf written(Finish finish, ResponseOutput output, ByteBufAllocator buffers) {
        ResponseEnd end = ResponseEnd.of(finish);
        output.end(end.itemStatus(), OutputEvents.UNHEARD);
        ByteBuf out = buffers.buffer(response.length());
        response.write(out, end, output);
        return out;
    }
}
