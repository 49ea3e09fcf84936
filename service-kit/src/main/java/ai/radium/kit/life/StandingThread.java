package ai.radium.kit.life;

import ai.radium.kit.telemetry.LogLine;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/**
 * A thread that lives as long as its process. Whatever its work throws, the work begins anew after a pause; an Error
 * that leaves the virtual machine unsound ends the process, which its supervisor starts again.
 */
public final class StandingThread {
    private static final Logger LOG = Logger.getLogger(StandingThread.class);
    private static final Duration PAUSE_AFTER_FAILURE = Duration.ofSeconds(1);
    /** Between two steps of a thread that rests. */
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(1);

    private static final int UNSOUND = 3;

    private final CountDownLatch stop = new CountDownLatch(1);
    private final String name;
    private final Work work;
    private final Exit exit;
    private final Thread thread;
    private volatile long lastStep = System.nanoTime();

    /** Runs until the thread {@link #isStopping()}; returning earlier means: begin anew. */
    @FunctionalInterface
    public interface Work {
        void run(StandingThread self) throws Exception;
    }

    /** Ends the process with this status. */
    interface Exit {
        void with(int status);
    }

    StandingThread(String name, Work work, Exit exit) {
        this.name = name;
        this.work = work;
        this.exit = exit;
        this.thread = Thread.ofPlatform().daemon().name(name).start(this::run);
    }

    public boolean isStopping() {
        return stop.getCount() == 0;
    }

    /** Says that the work goes on: call it at each step, at least every few seconds. */
    public void step() {
        lastStep = System.nanoTime();
    }

    /** Waits, and no longer when the thread is to stop. However long it rests, it counts as alive. */
    public void rest(Duration pause) throws InterruptedException {
        long end = System.nanoTime() + pause.toNanos();
        for (long left = pause.toNanos(); left > 0; left = end - System.nanoTime()) {
            step();
            if (stop.await(Math.min(left, LONGEST_WAIT.toNanos()), TimeUnit.NANOSECONDS)) {
                return;
            }
        }
        step();
    }

    String name() {
        return name;
    }

    boolean isAlive(Duration longestSilence) {
        return thread.isAlive() && System.nanoTime() - lastStep < longestSilence.toNanos();
    }

    /** Lets the work end by itself: interrupting it would break what it holds, such as a producer that is closing. */
    void askToStop() {
        stop.countDown();
    }

    void awaitEnd(Duration patience) throws InterruptedException {
        thread.join(patience);
    }

    private void run() {
        while (!isStopping()) {
            try {
                step();
                work.run(this);
            } catch (Throwable failure) { // edge of a thread: its death would stop for good what only it does
                failed(failure);
            }
        }
    }

    private void failed(Throwable failure) {
        if (failure instanceof VirtualMachineError && !(failure instanceof StackOverflowError)) {
            exit.with(UNSOUND);
        }
        if (isStopping()) {
            return;
        }
        LogLine.to(LOG).with("thread", name).error("a standing thread failed and begins anew", failure);
        try {
            rest(PAUSE_AFTER_FAILURE);
        } catch (InterruptedException e) {
            LogLine.to(LOG)
                    .with("thread", name)
                    .debug("interrupted while it rested"); // nobody does so; the work goes on
        }
    }
}
