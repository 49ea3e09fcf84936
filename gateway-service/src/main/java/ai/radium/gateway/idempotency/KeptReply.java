package ai.radium.gateway.idempotency;

import ai.radium.gateway.reply.EventStream;
import ai.radium.gateway.reply.Reply;
import ai.radium.gateway.reply.ReplyCopy;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import org.jspecify.annotations.Nullable;

/** A reply 200 as it is given again. */
public final class KeptReply {
    private final boolean stream;
    private final byte[] extraHeaders;
    private final byte[] body;

    /**
     * @param stream whether it came as server-sent events
     * @param extraHeaders lines that belong to this answer, each with its end
     */
    private KeptReply(boolean stream, byte[] extraHeaders, byte[] body) {
        this.stream = stream;
        this.extraHeaders = extraHeaders;
        this.body = body;
    }

    /** Null when there was more than could be kept. */
    public static @Nullable KeptReply of(ReplyCopy copy) {
        return copy.isTooLarge() ? null : new KeptReply(copy.isStream(), copy.extraHeaders(), copy.body());
    }

    /** Kind, length of the headers, headers, body. */
    byte[] bytes() {
        ByteBuf out = Unpooled.buffer(5 + extraHeaders.length + body.length);
        out.writeBoolean(stream)
                .writeInt(extraHeaders.length)
                .writeBytes(extraHeaders)
                .writeBytes(body);
        return out.array();
    }

    static KeptReply read(byte[] bytes) {
        ByteBuf in = Unpooled.wrappedBuffer(bytes);
        boolean stream = in.readBoolean();
        byte[] headers = new byte[in.readInt()];
        in.readBytes(headers);
        byte[] body = new byte[in.readableBytes()];
        in.readBytes(body);
        return new KeptReply(stream, headers, body);
    }

    /** A stream comes as a stream, all at once. */
    public void give(Reply reply) {
        if (!stream) {
            reply.json(200, Unpooled.wrappedBuffer(body), extraHeaders);
            return;
        }
        EventStream events = new EventStream(reply, extraHeaders);
        events.out().writeBytes(body);
        events.flush(true);
    }
}
