package ai.radium.worker;

import ai.radium.worker.log.JsonLines;
import java.io.IOException;
import java.time.Duration;
import java.util.logging.Level;
import java.util.logging.Logger;

/** Starts one replica and keeps it until SIGTERM. */
public final class Main {
    private Main() {}

    public static void main(String[] arguments) {
        JsonLines.install();
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
        Worker worker = new Worker(config, engine.start(Main::giveUp));
        Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().unstarted(() -> stop(worker, config.drainWait())));
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
