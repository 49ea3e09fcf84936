package ai.radium.gateway.relay;

import io.netty.channel.EventLoop;
import io.netty.util.concurrent.Future;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** One thing at a time that is to happen unless something else comes first. */
final class RelayTimer {
    private final EventLoop loop;
    private @Nullable Future<?> pending;

    RelayTimer(EventLoop loop) {
        this.loop = loop;
    }

    /** In place of what was to happen so far. */
    void restart(Duration timeout, Runnable then) {
        stop();
        pending = loop.schedule(then, timeout.toMillis(), TimeUnit.MILLISECONDS);
    }

    void stop() {
        if (pending != null) {
            pending.cancel(false);
            pending = null;
        }
    }
}
