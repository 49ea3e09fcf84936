package ai.radium.gateway.inference;

import ai.radium.contracts.worker.EventSink.Finish;
import ai.radium.gateway.reply.Reply;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;

/** A message as one JSON object. */
final class WholeMessage extends GatheredOutput {
    private final MessageObject message;

    WholeMessage(Reply reply, byte[] extraHeaders, MessageObject message, ResponseOutput output, MessageNames names) {
        super(reply, extraHeaders, output, names);
        this.message = message;
    }

    @Override
    ByteBuf written(Finish finish, ResponseOutput output, ByteBufAllocator buffers) {
        ByteBuf out = buffers.buffer();
        message.write(out, finish, output);
        return out;
    }
}
