package ai.radium.gateway.relay;

import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;

/**
 * How a service's reply ends.
 *
 * @param length of its body in bytes; −1 = not known
 * @param reusable whether its end can be told apart from the next reply on the same connection
 */
record ReplyFraming(long length, boolean reusable) {
    static ReplyFraming of(HttpResponse head) {
        boolean chunked = HttpUtil.isTransferEncodingChunked(head);
        long length = chunked ? -1 : HttpUtil.getContentLength(head, -1L);
        boolean framed = chunked || length >= 0 || isBodiless(head.status());
        return new ReplyFraming(length, framed && HttpUtil.isKeepAlive(head));
    }

    private static boolean isBodiless(HttpResponseStatus status) {
        return status.equals(HttpResponseStatus.NO_CONTENT) || status.equals(HttpResponseStatus.NOT_MODIFIED);
    }
}
