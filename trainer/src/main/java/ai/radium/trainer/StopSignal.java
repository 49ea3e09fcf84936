package ai.radium.trainer;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/** SIGTERM: the run writes a checkpoint and ends. */
final class StopSignal {
    /** Whoever sends it waits for five seconds. */
    private static final Duration MOST = Duration.ofMillis(4_700);

    private final AtomicBoolean isStopped = new AtomicBoolean();
    private final CountDownLatch isDone = new CountDownLatch(1);

    /** From here on, the process ends only when the run has, or after nearly five seconds. */
    static StopSignal ofThisProcess() {
        StopSignal signal = new StopSignal();
        Runtime.getRuntime().addShutdownHook(new Thread(signal::stop, "stop"));
        return signal;
    }

    boolean isStopped() {
        return isStopped.get();
    }

    /** The run has written what it will write. */
    void done() {
        isDone.countDown();
    }

    private void stop() {
        isStopped.set(true);
        try {
            isDone.await(MOST.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
