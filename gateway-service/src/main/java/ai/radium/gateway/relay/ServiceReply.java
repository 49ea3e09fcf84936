package ai.radium.gateway.relay;

import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.HttpResponse;

/** What comes on a connection to a service, for whoever uses it. All calls on its event loop. */
interface ServiceReply {
    void head(HttpResponse head);

    /** Takes over the buffer. */
    void part(ByteBuf part, boolean last);

    /** What came is no HTTP: the rest of it means nothing. */
    void broke();

    /** The connection has ended. */
    void lost();

    /** The service takes more of the request, or no more for now. */
    void writable(boolean more);
}
