package ai.radium.kit.life;

import io.quarkus.runtime.ShutdownEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** The threads on which this process depends, begun and stopped with it. */
@ApplicationScoped
public class StandingThreads {
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final List<StandingThread> threads = new CopyOnWriteArrayList<>();

    StandingThreads() {}

    /** Starts a thread that runs this work again and again until the process stops. */
    public void start(String name, StandingThread.Work work) {
        threads.add(new StandingThread(name, work, Runtime.getRuntime()::halt));
    }

    List<StandingThread> all() {
        return threads;
    }

    void stop(@Observes ShutdownEvent ignored) throws InterruptedException {
        threads.forEach(StandingThread::askToStop);
        for (StandingThread thread : threads) {
            thread.awaitEnd(PATIENCE);
        }
    }
}
