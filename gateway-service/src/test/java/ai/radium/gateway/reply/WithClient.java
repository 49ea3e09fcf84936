package ai.radium.gateway.reply;

import ai.radium.gateway.problem.Dialect;
import ai.radium.gateway.time.GatewayTime;
import io.netty.buffer.ByteBuf;
import io.netty.channel.embedded.EmbeddedChannel;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;

/** Tests of what a client is sent, without a socket. */
abstract class WithClient {
    static final GatewayTime TIME =
            new GatewayTime(InstantSource.fixed(Instant.parse("2026-11-30T12:00:00Z")), () -> 0);

    final EmbeddedChannel client = new EmbeddedChannel();
    final AtomicInteger ends = new AtomicInteger();

    @AfterEach
    void close() {
        client.finishAndReleaseAll();
    }

    /** @param chunks whether the client knows them */
    final Reply reply(boolean chunks) {
        return new Reply(client, Dialect.OBJECT, "req-1", true, chunks, TIME, ends::incrementAndGet);
    }

    /** All that was not read yet. */
    final String sent() {
        StringBuilder text = new StringBuilder();
        for (ByteBuf part = client.readOutbound(); part != null; part = client.readOutbound()) {
            text.append(part.toString(StandardCharsets.UTF_8));
            part.release();
        }
        return text.toString();
    }
}
