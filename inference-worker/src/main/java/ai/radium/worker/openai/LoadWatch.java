package ai.radium.worker.openai;

import ai.radium.worker.engine.EngineFailure;
import ai.radium.worker.engine.EngineLoad;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Asks a server once a second how busy it is, and forgets it while the server is away. */
public final class LoadWatch implements AutoCloseable {
    private static final Duration INTERVAL = Duration.ofSeconds(1);

    private final Question question;
    private final CountDownLatch stop = new CountDownLatch(1);
    private volatile EngineLoad latest = EngineLoad.UNKNOWN;

    /** May fail with {@link EngineFailure} while the server is away. */
    public interface Question {
        EngineLoad ask() throws InterruptedException;
    }

    public LoadWatch(Question question) {
        this.question = question;
        Thread.ofVirtual().name("engine-load").start(this::run);
    }

    public EngineLoad latest() {
        return latest;
    }

    @Override
    public void close() {
        stop.countDown();
    }

    private void run() {
        try {
            while (!stop.await(INTERVAL.toMillis(), TimeUnit.MILLISECONDS)) {
                latest = ask();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // nobody interrupts this thread but an ending JVM
        }
    }

    private EngineLoad ask() throws InterruptedException {
        try {
            return question.ask();
        } catch (EngineFailure e) {
            return EngineLoad.UNKNOWN; // it is going; whoever looks after it will tell
        }
    }
}
