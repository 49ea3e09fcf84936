package ai.radium.gateway.status;

import ai.radium.kit.problem.Times;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** The state of each part, and since when this gateway knows of it. May be used from any thread. */
public final class Status {
    private final Map<String, Supplier<Optional<Boolean>>> parts;
    private final InstantSource clock;
    private final Map<String, Seen> seen = new LinkedHashMap<>();

    private enum State {
        UP,
        DOWN,
        UNKNOWN;

        static State of(Optional<Boolean> up) {
            return up.map(is -> is ? UP : DOWN).orElse(UNKNOWN);
        }

        String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    private record Seen(State state, Instant since) {}

    /** @param parts whether each is up; empty = not known */
    public Status(Map<String, Supplier<Optional<Boolean>>> parts, InstantSource clock) {
        this.parts = new LinkedHashMap<>(parts);
        this.clock = clock;
        look();
    }

    /** Takes note of what has changed. */
    public synchronized void look() {
        Instant now = clock.instant();
        parts.forEach((name, up) -> {
            State state = State.of(up.get());
            seen.compute(
                    name, (same, before) -> before != null && before.state == state ? before : new Seen(state, now));
        });
    }

    /** As it is now. */
    public synchronized String json() {
        look();
        boolean degraded = seen.values().stream().anyMatch(part -> part.state == State.DOWN);
        return "{\"status\":\"" + (degraded ? "degraded" : "up") + "\",\"components\":["
                + seen.entrySet().stream()
                        .map(part -> "{\"name\":\"" + part.getKey() + "\",\"state\":\""
                                + part.getValue().state.word() + "\",\"since\":\""
                                + Times.text(part.getValue().since) + "\"}")
                        .collect(Collectors.joining(","))
                + "]}";
    }
}
