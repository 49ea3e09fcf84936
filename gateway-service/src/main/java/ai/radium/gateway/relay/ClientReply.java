package ai.radium.gateway.relay;

import ai.radium.gateway.problem.Refusal;
import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpResponseStatus;

/**
 * The client's side of a relayed request, as the server offers it. All calls come on the client's event loop: either
 * one {@link #refuse}, or {@link #head}, any number of {@link #content}, and {@link #end} or {@link #abort}.
 */
public interface ClientReply {
    /**
     * @param headers without hop-by-hop ones and those that frame a message
     * @param length of the body in bytes; −1 = not known
     */
    void head(HttpResponseStatus status, HttpHeaders headers, long length);

    /** Takes over the buffer. */
    void content(ByteBuf part);

    /** The reply is whole. If the request's body is not, the connection must be closed after it. */
    void end();

    /** Nothing of a reply has been sent, and this is the reply. */
    void refuse(Refusal why);

    /** The reply breaks off: only closing the connection tells the client so. */
    void abort();

    /** Whether the client takes more; when it does again, {@link RelayedExchange#clientWritable} must be called. */
    boolean isWritable();

    /** Whether more of the request's body may be read from the client's socket. */
    void acceptBody(boolean more);
}
