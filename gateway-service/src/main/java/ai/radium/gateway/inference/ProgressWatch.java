package ai.radium.gateway.inference;

import io.netty.channel.EventLoop;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/** Reminds the open calls of one event loop, once a second, that time passes. */
final class ProgressWatch {
    private final Set<Watched> open = new HashSet<>();
    private final LongSupplier ticker;

    /** Something that makes progress or is given up. */
    interface Watched {
        /** @param now in nanoseconds, by the loop's ticker */
        void secondPassed(long now);
    }

    ProgressWatch(EventLoop loop, LongSupplier ticker) {
        this.ticker = ticker;
        loop.scheduleWithFixedDelay(this::secondPassed, 1, 1, TimeUnit.SECONDS);
    }

    void add(Watched call) {
        open.add(call);
    }

    void remove(Watched call) {
        open.remove(call);
    }

    private void secondPassed() {
        if (open.isEmpty()) {
            return;
        }
        long now = ticker.getAsLong();
        for (Watched call : new ArrayList<>(open)) { // a call that is given up leaves the set
            call.secondPassed(now);
        }
    }
}
