package ai.radium.devstack.supervisor;

import ai.radium.process.GracefulStop;
import ai.radium.process.ProcessIdentity;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** What a killed supervisor left running. */
public final class Leftovers {
    private Leftovers() {}

    /** Stops every recorded process that still runs, phase after phase. */
    public static void stop(Path home, Duration budget, Consumer<String> listener) {
        StateFile state = new StateFile(home);
        for (StopPhase phase : StopPhase.values()) {
            List<String> parts = state.parts().stream()
                    .filter(part -> StopPhase.of(part) == phase)
                    .toList();
            Map<String, ProcessIdentity> running = new LinkedHashMap<>();
            parts.forEach(part -> state.running(part).ifPresent(pid -> running.put(part, pid)));
            GracefulStop stop = new GracefulStop(signal(phase), budget);
            running.values().forEach(stop::ask);
            running.forEach((part, pid) -> listener.accept(Endings.of(part, stop.stop(pid), budget)));
            parts.forEach(state::removePart);
        }
    }

    private static GracefulStop.Signal signal(StopPhase phase) {
        return phase == StopPhase.DATABASE ? GracefulStop.Signal.INT : GracefulStop.Signal.TERM;
    }
}
