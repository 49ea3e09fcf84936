package ai.radium.gateway.worker;

import io.netty.channel.Channel;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Asks a worker every few seconds whether it lives, and closes the connection of one that does not answer. */
final class Pings {
    private static final Logger LOG = LoggerFactory.getLogger(Pings.class);
    private static final int EVERY_SECONDS = 5;

    private final String worker;
    private final TurnBuffer out;
    private boolean unanswered;
    private @Nullable Future<?> schedule;

    Pings(String worker, TurnBuffer out) {
        this.worker = worker;
        this.out = out;
    }

    void start(Channel channel) {
        schedule = channel.eventLoop()
                .scheduleWithFixedDelay(() -> ping(channel), EVERY_SECONDS, EVERY_SECONDS, TimeUnit.SECONDS);
    }

    private void ping(Channel channel) {
        if (!channel.isActive()) {
            return;
        }
        if (unanswered) {
            LOG.atWarn().addKeyValue("worker", worker).log("a worker does not answer pings");
            channel.close();
            return;
        }
        unanswered = true;
        Frames.writePing(out.bytes(), 0, 0);
    }

    void answered() {
        unanswered = false;
    }

    void stop() {
        if (schedule != null) {
            schedule.cancel(false);
        }
    }
}
