package ai.radium.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.DefaultHttpRequest;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.util.ReferenceCountUtil;
import org.junit.jupiter.api.Test;

class EarlyMessagesTest {
    private final EarlyMessages early = new EarlyMessages();

    @Test
    void areGivenInTheOrderThatTheyCame() {
        early.add("first");
        early.add("second");

        assertThat(early.next()).isEqualTo("first");
        assertThat(early.next()).isEqualTo("second");
        assertThat(early.next()).isNull();
    }

    @Test
    void areFullBeyondOneReadsBytesUntilAllAreTaken() {
        early.add(part(16 * 1024));
        assertThat(early.isFull()).isFalse();
        early.add(part(1));
        assertThat(early.isFull()).isTrue();

        ReferenceCountUtil.release(early.next());
        assertThat(early.isFull()).isTrue();
        ReferenceCountUtil.release(early.next());
        assertThat(early.next()).isNull();

        assertThat(early.isFull()).isFalse();
    }

    @Test
    void headsCountToo() {
        for (int i = 0; i < 16; i++) {
            early.add(new DefaultHttpRequest(HttpVersion.HTTP_1_1, HttpMethod.GET, "/"));
        }
        assertThat(early.isFull()).isFalse();

        early.add(new DefaultHttpRequest(HttpVersion.HTTP_1_1, HttpMethod.GET, "/"));

        assertThat(early.isFull()).isTrue();
    }

    @Test
    void areLetGoWhenTheClientIsGone() {
        HttpContent part = part(3);
        early.add(part);

        early.release();

        assertThat(part.refCnt()).isZero();
        assertThat(early.next()).isNull();
    }

    private static HttpContent part(int bytes) {
        return new DefaultHttpContent(Unpooled.buffer().writeZero(bytes));
    }
}
