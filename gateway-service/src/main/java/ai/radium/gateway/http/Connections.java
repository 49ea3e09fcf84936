package ai.radium.gateway.http;

import ai.radium.gateway.time.GatewayTime;
import io.netty.channel.EventLoop;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** The clients' connections of one event loop, looked at a few times a second. To be used on that loop only. */
final class Connections {
    private static final Duration LOOK_EVERY = Duration.ofMillis(250);

    private static final Duration HELD_UP = LOOK_EVERY.multipliedBy(4);

    private final Set<ClientConnection> open = new HashSet<>();
    private final GatewayTime time;
    private volatile long lookedAtNanos;
    private boolean draining;
    private boolean late;

    Connections(EventLoop loop, GatewayTime time) {
        this.time = time;
        lookedAtNanos = time.nanos();
        loop.scheduleWithFixedDelay(this::look, LOOK_EVERY.toMillis(), LOOK_EVERY.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Time of the last look: what happens since costs no look at the clock. Safe for every thread. */
    long now() {
        return lookedAtNanos;
    }

    void add(ClientConnection connection) {
        open.add(connection);
    }

    void remove(ClientConnection connection) {
        open.remove(connection);
    }

    /** Whether connections end with the reply that is being given. */
    boolean isDraining() {
        return draining;
    }

    /** Takes no more requests: idle connections end now, the others with their reply. */
    void drain() {
        draining = true;
        new ArrayList<>(open).forEach(ClientConnection::drain);
    }

    /** Ends every reply that is still being given. */
    void stop() {
        draining = true;
        new ArrayList<>(open).forEach(ClientConnection::stop);
    }

    private void look() {
        long now = time.nanos();
        // A loop that was held up reads first: what clients have sent meanwhile is not held against them.
        late = !late && now - lookedAtNanos > HELD_UP.toNanos();
        lookedAtNanos = now;
        if (late) {
            return;
        }
        for (ClientConnection connection : new ArrayList<>(open)) {
            connection.look(now);
        }
    }
}
