package ai.radium.devstack.process;

import ai.radium.process.GracefulStop;
import ai.radium.process.Memory;
import ai.radium.process.ProcessIdentity;
import ai.radium.process.ProcessLaunch;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.stream.Collectors;

/** One supervised process of the stack, as data and probes; the supervisor runs it. */
public interface Part {
    String name();

    /** Listening ports by what they are for, the main one first. */
    Map<String, Integer> ports();

    /** What it runs with; a running process of other settings is not adopted but started anew. */
    default String runsWith() {
        return ports().entrySet().stream()
                .map(port -> port.getKey() + ":" + port.getValue())
                .sorted()
                .collect(Collectors.joining(","));
    }

    /** Makes what must exist before the start (may take seconds) and says how to start. */
    ProcessLaunch launch();

    /** Whether it serves now; one look, about two seconds long at most. */
    boolean isReady();

    /** Whether it gives a sign of life, be it ready or not; one look, about two seconds long at most. */
    default boolean answers() {
        return isReady();
    }

    /** How much longer than the platform's own processes it may be silent: a store recovers better if it is left to end. */
    default int patience() {
        return 4;
    }

    /** Makes what must exist in the running service; called once it is ready, and safe to repeat. */
    default void provision() {}

    /** Whether what it runs from was built later than this. */
    default boolean isBuiltAfter(Instant time) {
        return false;
    }

    default Duration startLimit() {
        return Duration.ofMinutes(3);
    }

    /** Memory in RAM; of one process, unless it is one that has helpers of its own. */
    default long rssBytes(ProcessIdentity running) {
        return Memory.ofThisMachine().resident(running.pid());
    }

    /** The signal that asks for an orderly end. */
    default GracefulStop.Signal stopSignal() {
        return GracefulStop.Signal.TERM;
    }
}
