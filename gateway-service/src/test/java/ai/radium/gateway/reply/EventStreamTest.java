package ai.radium.gateway.reply;

import static org.assertj.core.api.Assertions.assertThat;

import ai.radium.gateway.limits.Allowance;
import ai.radium.gateway.problem.GatewayProblem;
import io.netty.buffer.ByteBufUtil;
import org.junit.jupiter.api.Test;

/** Replies as bytes: streams of events with and without chunks, and the headers of every reply. */
class EventStreamTest extends WithClient {
    private static final byte[] NO_HEADERS = new byte[0];

    @Test
    void whatIsWrittenBetweenTwoFlushesIsOneChunk() {
        EventStream stream = new EventStream(reply(true), NO_HEADERS);

        write(stream, "data: a\n\n");
        write(stream, "data: b\n\n");
        stream.flush(false);
        write(stream, "data: c\n\n");
        stream.flush(true);

        assertThat(sent())
                .startsWith("HTTP/1.1 200 OK\r\n")
                .contains("content-type: text/event-stream; charset=utf-8\r\n", "x-accel-buffering: no\r\n")
                .contains("\r\n\r\n000012\r\ndata: a\n\ndata: b\n\n\r\n")
                .endsWith("000009\r\ndata: c\n\n\r\n0\r\n\r\n");
        assertThat(ends).hasValue(1);
        assertThat(client.isOpen()).isTrue();
    }

    @Test
    void aClientWithoutChunksReadsToTheEndOfItsConnection() {
        EventStream stream = new EventStream(reply(false), NO_HEADERS);

        write(stream, "data: a\n\n");
        stream.flush(false);
        assertThat(stream.isDrained() && stream.isWritable()).isTrue();
        stream.flush(true);

        assertThat(sent()).contains("connection: close\r\n").endsWith("\r\n\r\ndata: a\n\n");
        assertThat(client.isOpen()).isFalse();
    }

    @Test
    void nothingLeavesAfterTheEnd() {
        Reply reply = reply(true);
        EventStream stream = new EventStream(reply, NO_HEADERS);
        write(stream, "data: a\n\n");
        reply.gone();

        stream.flush(false);
        stream.flush(true);

        assertThat(sent()).isEmpty();
        assertThat(ends).hasValue(1);
    }

    @Test
    void aWindowNeverLastsLongerThanItIs() {
        Reply reply = reply(true);
        reply.allowance(new Allowance(10, 4, TIME.epochSeconds() + 65, 60));

        reply.refuse(GatewayProblem.RATE_LIMIT_EXCEEDED.because("later").retryAfter(3));

        assertThat(sent())
                .startsWith("HTTP/1.1 429")
                .contains("retry-after: 3\r\n", "x-ratelimit-limit: 10\r\n", "x-ratelimit-remaining: 4\r\n")
                .contains("ratelimit: \"default\";r=4;t=60\r\n", "x-ratelimit-reset-requests: 60s\r\n");
    }

    @Test
    void aWindowThatHasEndedHasNothingLeftOfItsTime() {
        Reply reply = reply(true);
        reply.allowance(new Allowance(10, 10, TIME.epochSeconds() - 3, 60));

        reply.refuse(GatewayProblem.RATE_LIMIT_EXCEEDED.because("later"));

        assertThat(sent())
                .contains("date: Mon, 30 Nov 2026 12:00:00 GMT\r\n", "x-ratelimit-reset: 1796039997\r\n")
                .contains("ratelimit: \"default\";r=10;t=0\r\n", "x-ratelimit-reset-requests: 0s\r\n");
    }

    @Test
    void aReplyThatIsStoppedSaysSo() {
        Reply reply = reply(true);

        reply.stop(GatewayProblem.SERVICE_UNAVAILABLE.because("the end"));

        assertThat(sent()).startsWith("HTTP/1.1 503").contains("connection: close");
        assertThat(reply.isEnded() && reply.isBegun()).isTrue();
        assertThat(client.isOpen()).isFalse();
    }

    private static void write(EventStream stream, String text) {
        ByteBufUtil.writeAscii(stream.out(), text);
    }
}
