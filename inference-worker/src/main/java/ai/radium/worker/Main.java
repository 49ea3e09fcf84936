package ai.radium.worker;

import ai.radium.worker.log.JsonLines;
import java.io.IOException;
import java.time.Duration;
import java.util.logging.Level;
import java.util.logging.Logger;

/** Starts one replica and keeps it until SIGTERM. */
public final class Main {
    /** As the JVM's own status with {@code -XX:+ExitOnOutOfMemoryError}. */
    private static final int OUT_OF_MEMORY = 3;

    private Main() {}

    public static void main(String[] arguments) {
        JsonLines.install();
        Thread.setDefaultUncaughtExceptionHandler(Main::died);
        try {
            start(new Environment(System.getenv()));
        } catch (IllegalArgumentException | IOException e) {
            log(e);
            System.exit(1);
        }
    }

    private static void start(Environment environment) throws IOException {
        EngineConfig engine = EngineConfig.from(environment);
        WorkerConfig config = WorkerConfig.from(environment, engine);
        OwnAdapter adapter = OwnAdapter.from(environment, Main::giveUp);
        Worker worker = new Worker(config, engine.start(Main::giveUp), adapter);
        Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().unstarted(() -> stop(worker, config.drainWait())));
    }

    /**
     * Without memory nothing here can be relied on any more, nor without one of the few threads that are no request's: whoever
     * started this process starts it again.
     */
    private static void died(Thread thread, Throwable cause) {
        if (cause instanceof OutOfMemoryError) {
            Runtime.getRuntime().halt(OUT_OF_MEMORY);
        }
        Logger.getLogger(Main.class.getName()).log(Level.SEVERE, "thread " + thread.getName() + " died", cause);
        if (!thread.isVirtual()) {
            Runtime.getRuntime().halt(1);
        }
    }

    /** Nothing runs that would have to be ended in order. */
    private static void giveUp(Exception reason) {
        log(reason);
        Runtime.getRuntime().halt(1);
    }

    /** No logger before the log is installed: the first one settles who manages them. */
    private static void log(Exception reason) {
        Logger.getLogger(Main.class.getName()).log(Level.SEVERE, "worker cannot start", reason);
    }

    private static void stop(Worker worker, Duration wait) {
        try {
            worker.drainAndStop(wait);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        // An asked-for end is a success: without this, SIGTERM would end in status 143.
        Runtime.getRuntime().halt(0);
    }
}
