package ai.radium.gateway.relay;

import ai.radium.gateway.problem.Refusal;
import ai.radium.gateway.problem.ServiceProblem;
import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;

/** A service's error, collected whole so that it can be told in the client's dialect. */
final class ErrorReply {
    private static final int MOST_BYTES = 64 * 1024;
    private static final int UNAUTHENTICATED = 401;

    private final ByteArrayOutputStream body = new ByteArrayOutputStream();
    private final int status;
    private final HttpHeaders headers;
    private boolean tooLarge;

    ErrorReply(int status, HttpHeaders headers) {
        this.status = status;
        this.headers = headers;
    }

    /** Takes over the buffer. */
    void add(ByteBuf part) {
        try {
            tooLarge |= body.size() + part.readableBytes() > MOST_BYTES;
            if (!tooLarge) {
                part.readBytes(body, part.readableBytes());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            part.release();
        }
    }

    /** A service that does not accept the gateway's token is out of order; the client's credentials are good. */
    Refusal refusal() {
        if (status == UNAUTHENTICATED) {
            return ServiceRefusals.unavailable();
        }
        return tooLarge
                ? ServiceRefusals.broken()
                : ServiceProblem.read(
                        status, headers.get(HttpHeaderNames.CONTENT_TYPE), body.toByteArray(), retryAfter());
    }

    private int retryAfter() {
        String seconds = headers.get(HttpHeaderNames.RETRY_AFTER, "");
        return seconds.matches("[0-9]{1,6}") ? Integer.parseInt(seconds) : 0;
    }
}
