package ai.radium.devstack.supervisor;

import ai.radium.process.GracefulStop;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;

/** What a killed supervisor left running. */
public final class Leftovers {
    private Leftovers() {}

    /** Stops every recorded process that still runs, phase after phase; what streams beside them together with the gateway. */
    public static void stop(Path home, Duration budget, Consumer<String> listener, Runnable withStreams) {
        StateFile state = new StateFile(home);
        for (StopPhase phase : StopPhase.values()) {
            List<String> parts = state.parts().stream()
                    .filter(part -> StopPhase.of(part) == phase)
                    .toList();
            try (ExecutorService together = Executors.newVirtualThreadPerTaskExecutor()) {
                parts.forEach(part -> state.running(part)
                        .ifPresent(process -> together.execute(() -> {
                            boolean byItself = new GracefulStop(signal(part), budget).stop(process);
                            listener.accept(Endings.of(part, byItself, budget));
                        })));
                if (phase == StopPhase.STREAMS) {
                    together.execute(withStreams);
                }
            }
            parts.forEach(state::removePart);
        }
    }

    private static GracefulStop.Signal signal(String part) {
        return part.equals("postgres") ? GracefulStop.Signal.INT : GracefulStop.Signal.TERM;
    }
}
