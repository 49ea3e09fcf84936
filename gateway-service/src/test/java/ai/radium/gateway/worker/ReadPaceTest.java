package ai.radium.gateway.worker;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ReadPaceTest {
    private final EmbeddedChannel channel = new EmbeddedChannel(new ChannelInboundHandlerAdapter());
    private final ChannelHandlerContext context = channel.pipeline().firstContext();
    private final ReadPace pace = new ReadPace();

    @BeforeEach
    void stopTheClock() {
        channel.freezeTime();
    }

    @Test
    void waitsAMomentWhenCloseReadsBringFewOfManyStreams() {
        read(2, 50, false);

        assertThat(channel.config().isAutoRead()).isFalse();
        channel.advanceTimeBy(ReadPace.PAUSE_MICROS, TimeUnit.MICROSECONDS);
        channel.runScheduledPendingTasks();
        assertThat(channel.config().isAutoRead()).isTrue();
    }

    @Test
    void neverWaitsBehindTheEndOfAnAnswer() {
        read(2, 50, true);

        assertThat(channel.config().isAutoRead()).isTrue();
    }

    @Test
    void neverWaitsForAFewStreamsOrWhenAReadBroughtMany() {
        read(1, 7, false);
        read(13, 50, false);

        assertThat(channel.config().isAutoRead()).isTrue();
    }

    /** Right after another, which brought nothing that counts. */
    private void read(int brought, int open, boolean ended) {
        pace.afterRead(context, 0, 0, false);
        pace.afterRead(context, brought, open, ended);
    }
}
