package ai.radium.gateway.reply;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Another server's reply as its client reads it: how it is framed, and when the connection ends with it. */
class ReplyInPartsTest extends WithClient {
    private static final long NOT_KNOWN = -1;

    @Test
    void aBodyWhoseLengthIsKnownIsPassedOnAsItIs() {
        ReplyInParts relayed = new ReplyInParts(reply(true));

        relayed.head(HttpResponseStatus.CREATED, headers("location", "/v1/x"), 5);
        relayed.part(text("he"));
        relayed.part(text("llo"));
        assertThat(ends).hasValue(0);
        relayed.end();

        assertThat(sent())
                .startsWith("HTTP/1.1 201 Created\r\ndate: Mon, 30 Nov 2026 12:00:00 GMT\r\nx-request-id: req-1\r\n")
                .contains("\r\nlocation: /v1/x\r\n", "\r\ncontent-length: 5\r\n")
                .doesNotContain("chunked", "connection:")
                .endsWith("\r\n\r\nhello");
        assertThat(ends).hasValue(1);
        assertThat(client.isOpen()).isTrue();
    }

    @Test
    void aBodyOfUnknownLengthComesInChunks() {
        ReplyInParts relayed = new ReplyInParts(reply(true));

        relayed.head(HttpResponseStatus.OK, headers("x", "y"), NOT_KNOWN);
        relayed.part(text("x".repeat(26)));
        relayed.end();

        assertThat(sent())
                .contains("\r\ntransfer-encoding: chunked\r\n")
                .doesNotContain("content-length")
                .endsWith("\r\n\r\n1a\r\n" + "x".repeat(26) + "\r\n0\r\n\r\n");
        assertThat(client.isOpen()).isTrue();
    }

    @Test
    void forAClientThatKnowsNoChunksTheConnectionEndsABodyOfUnknownLength() {
        ReplyInParts relayed = new ReplyInParts(reply(false));

        relayed.head(HttpResponseStatus.OK, headers("x", "y"), NOT_KNOWN);
        relayed.part(text("hello"));
        relayed.end();

        assertThat(sent())
                .contains("\r\nconnection: close\r\n")
                .doesNotContain("chunked", "content-length")
                .endsWith("\r\n\r\nhello");
        assertThat(client.isOpen()).isFalse();
    }

    @Test
    void aClientThatKnowsNoChunksKeepsItsConnectionWhereTheLengthIsKnown() {
        ReplyInParts relayed = new ReplyInParts(reply(false));

        relayed.head(HttpResponseStatus.OK, headers("x", "y"), 2);
        relayed.part(text("ok"));
        relayed.end();

        assertThat(sent()).contains("content-length: 2").doesNotContain("connection: close");
        assertThat(client.isOpen()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(ints = {204, 304})
    void aReplyThatHasNoBodyIsNotFramed(int status) {
        ReplyInParts relayed = new ReplyInParts(reply(false));

        relayed.head(HttpResponseStatus.valueOf(status), headers("etag", "1"), NOT_KNOWN);
        relayed.end();

        assertThat(sent())
                .startsWith("HTTP/1.1 " + status)
                .doesNotContain("chunked", "content-length", "connection: close")
                .endsWith("\r\netag: 1\r\n\r\n");
        assertThat(client.isOpen()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(longs = {5, NOT_KNOWN})
    void aHeadIsToldWhatAGetWouldBeWithoutTheBody(long length) {
        Reply reply = reply(true);
        reply.headOnly();
        ReplyInParts relayed = new ReplyInParts(reply);
        ByteBuf body = text("hello");

        relayed.head(HttpResponseStatus.OK, headers("x", "y"), length);
        relayed.part(body);
        relayed.end();

        assertThat(sent())
                .contains(length < 0 ? "transfer-encoding: chunked\r\n" : "content-length: 5\r\n")
                .endsWith("\r\n\r\n");
        assertThat(body.refCnt()).isZero();
        assertThat(ends).hasValue(1);
    }

    @Test
    void theRequestsIdIsTheGatewaysAlone() {
        ReplyInParts relayed = new ReplyInParts(reply(true));

        relayed.head(HttpResponseStatus.OK, headers("X-Request-ID", "theirs"), 0);
        relayed.end();

        assertThat(sent()).contains("x-request-id: req-1\r\n").doesNotContain("theirs");
    }

    @Test
    void aReplyThatIsTheConnectionsLastSaysSo() {
        Reply reply = reply(true);
        reply.closeAfter();
        ReplyInParts relayed = new ReplyInParts(reply);

        relayed.head(HttpResponseStatus.OK, headers("x", "y"), 0);
        relayed.end();

        assertThat(sent()).contains("\r\nconnection: close\r\n");
        assertThat(client.isOpen()).isFalse();
    }

    private static HttpHeaders headers(String name, String value) {
        return new DefaultHttpHeaders().add(name, value);
    }

    private static ByteBuf text(String text) {
        return Unpooled.copiedBuffer(text, StandardCharsets.US_ASCII);
    }
}
