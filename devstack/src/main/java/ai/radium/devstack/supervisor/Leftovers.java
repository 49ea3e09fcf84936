package ai.radium.devstack.supervisor;

import ai.radium.devstack.process.Pid;
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
            Map<String, Pid> running = new LinkedHashMap<>();
            parts.forEach(part -> state.running(part).ifPresent(pid -> running.put(part, pid)));
            running.values().forEach(pid -> pid.signal(signal(phase)));
            running.forEach((part, pid) -> listener.accept(Endings.of(part, pid.stop(signal(phase), budget), budget)));
            parts.forEach(state::removePart);
        }
    }

    private static String signal(StopPhase phase) {
        return phase == StopPhase.DATABASE ? "INT" : "TERM";
    }
}
