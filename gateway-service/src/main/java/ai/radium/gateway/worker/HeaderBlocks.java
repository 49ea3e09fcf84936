package ai.radium.gateway.worker;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http2.DefaultHttp2HeadersDecoder;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2Headers;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Reads header blocks. Since we allow no dynamic table, equal bytes mean equal headers: the two blocks that nearly
 * every call brings, the head and the OK trailer, are remembered and not decoded again.
 */
final class HeaderBlocks {
    /** Its own table may be as large as it likes: a peer that heeds our settings puts nothing there. */
    private final DefaultHttp2HeadersDecoder decoder = new DefaultHttp2HeadersDecoder(false, 16_384);

    private ByteBuf head = Unpooled.EMPTY_BUFFER;
    private ByteBuf okTrailer = Unpooled.EMPTY_BUFFER;

    /** The status that the block holds; null for a head, which holds none. */
    @Nullable
    GrpcStatus read(int stream, ByteBuf block) throws Http2Exception {
        if (ByteBufUtil.equals(block, head)) {
            return null;
        }
        if (ByteBufUtil.equals(block, okTrailer)) {
            return new GrpcStatus(GrpcStatus.OK, "", null, null, 0);
        }
        ByteBuf copy = Unpooled.copiedBuffer(block);
        Http2Headers headers = decoder.decodeHeaders(stream, block);
        CharSequence status = headers.get("grpc-status");
        if (status == null) {
            if (headers.status() != null && !"200".contentEquals(headers.status())) {
                return new GrpcStatus(GrpcStatus.UNAVAILABLE, "HTTP status " + headers.status(), null, null, 0);
            }
            head = isSizeUpdate(copy) ? head : copy;
            return null;
        }
        GrpcStatus read = new GrpcStatus(
                number(status),
                message(headers.get("grpc-message")),
                text(headers.get("radium-param")),
                text(headers.get("radium-code")),
                number(headers.get("retry-after")));
        if (read.code() == GrpcStatus.OK && !isSizeUpdate(copy)) {
            okTrailer = copy;
        }
        return read;
    }

    /** A block that begins with a dynamic table size update (RFC 7541, 6.3) must reach the decoder each time. */
    private static boolean isSizeUpdate(ByteBuf block) {
        return block.isReadable() && (block.getByte(block.readerIndex()) & 0xE0) == 0x20;
    }

    private static int number(@Nullable CharSequence text) {
        if (text == null) {
            return 0;
        }
        try {
            return Integer.parseInt(text.toString());
        } catch (NumberFormatException e) {
            return 2; // UNKNOWN, as the gRPC specification asks
        }
    }

    private static @Nullable String text(@Nullable CharSequence value) {
        return value == null ? null : value.toString();
    }

    /** Percent-encoded UTF-8 (gRPC over HTTP/2, "Status-Message"). */
    private static String message(@Nullable CharSequence encoded) {
        if (encoded == null) {
            return "";
        }
        try {
            return URLDecoder.decode(encoded.toString().replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return encoded.toString();
        }
    }
}
