package ai.radium.devstack.supervisor;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;

/** What a killed supervisor left running. */
public final class Leftovers {
    /** Backing services in the order they may go; whatever else is recorded goes before them. */
    private static final List<String> LAST = List.of("keycloak", "redis", "kafka", "postgres");

    private static final Duration GRACE = Duration.ofSeconds(20);

    private Leftovers() {}

    /** Stops every recorded process that still runs. */
    public static void stop(Path home, Consumer<String> listener) {
        StateFile state = new StateFile(home);
        state.parts().stream()
                .filter(part -> !LAST.contains(part))
                .forEach(part -> stop(state, part, "TERM", listener));
        LAST.forEach(part -> stop(state, part, part.equals("postgres") ? "INT" : "TERM", listener));
    }

    private static void stop(StateFile state, String part, String signal, Consumer<String> listener) {
        state.running(part).ifPresent(pid -> {
            pid.stop(signal, GRACE);
            listener.accept(part + " stopped");
        });
        state.removePart(part);
    }
}
