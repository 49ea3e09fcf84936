package ai.radium.worker.upstream;

import ai.radium.worker.engine.EngineState;
import ai.radium.worker.openai.Completions;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Whether a server takes work, and those who wait until it does. Once stopped it stays stopped. */
final class Availability {
    private EngineState state = new EngineState.Starting();
    private @Nullable Completions completions; // set while ready

    synchronized EngineState state() {
        return state;
    }

    synchronized void ready(Completions server, EngineState.Ready ready) {
        completions = server;
        become(ready);
    }

    /** Takes no work, or none any more. */
    synchronized void away(EngineState reason) {
        completions = null;
        become(reason);
    }

    synchronized Optional<Completions> await(Duration patience) throws InterruptedException {
        long deadline = System.nanoTime() + patience.toNanos();
        while (completions == null && !(state instanceof EngineState.Stopped)) {
            long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
            if (left <= 0) {
                break;
            }
            wait(left);
        }
        return Optional.ofNullable(completions);
    }

    private void become(EngineState next) {
        if (!(state instanceof EngineState.Stopped)) {
            state = next;
        }
        notifyAll();
    }
}
