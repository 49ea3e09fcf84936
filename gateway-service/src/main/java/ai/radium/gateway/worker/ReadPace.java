package ai.radium.gateway.worker;

import io.netty.channel.ChannelHandlerContext;
import java.util.concurrent.TimeUnit;

/**
 * When to read a connection that carries many streams of tokens. A worker's streams come out of step, and to wake for one
 * token costs more than to pass it on; so when reads follow each other closely and bring a few streams each, the next one
 * waits a moment and brings more, as network cards moderate their interrupts. No answer's end ever waits for that.
 */
final class ReadPace {
    /** A token's longest delay here, far below the time between two tokens of any stream. */
    static final long PAUSE_MICROS = 300;

    private static final long CLOSELY_NANOS = 2 * TimeUnit.MICROSECONDS.toNanos(PAUSE_MICROS);
    private static final int MANY_STREAMS = 8;

    private long readNanos = System.nanoTime();

    /**
     * @param brought streams that the read brought something for
     * @param open streams on the connection
     * @param ended whether an answer came to its end
     */
    void afterRead(ChannelHandlerContext context, int brought, int open, boolean ended) {
        long now = System.nanoTime();
        boolean closely = now - readNanos < CLOSELY_NANOS;
        readNanos = now;
        if (closely && !ended && open >= MANY_STREAMS && brought * 4 < open) {
            context.channel().config().setAutoRead(false);
            context.executor()
                    .schedule(() -> context.channel().config().setAutoRead(true), PAUSE_MICROS, TimeUnit.MICROSECONDS);
        }
    }
}
