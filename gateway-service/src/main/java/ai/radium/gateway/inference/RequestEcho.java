package ai.radium.gateway.inference;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;

/** The members of a request that its reply repeats, as JSON that follows other members. */
final class RequestEcho {
    private final byte[] json;

    RequestEcho(ByteBuf json) {
        this.json = ByteBufUtil.getBytes(json);
    }

    int length() {
        return json.length;
    }

    void write(ByteBuf out) {
        out.writeBytes(json);
    }
}
