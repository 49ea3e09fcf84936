package ai.radium.devstack.supervisor;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** How far a start is, line by line, for any number of listeners who may come late. */
final class Progress {
    private static final Duration SILENCE = Duration.ofSeconds(10);

    private final int parts;
    private final List<String> lines = new ArrayList<>();
    private final Map<String, Instant> starting = new LinkedHashMap<>();
    private int ready;
    private boolean over;

    Progress(int parts) {
        this.parts = parts;
    }

    /** One that ended before it began. */
    static Progress none() {
        Progress none = new Progress(0);
        none.over = true;
        return none;
    }

    synchronized void begin(String name) {
        starting.put(name, Instant.now());
    }

    synchronized void ready(String name, Duration took) {
        starting.remove(name);
        ready++;
        add("[%d/%d] %s ready after %.1f s".formatted(ready, parts, name, took.toMillis() / 1000.0));
    }

    synchronized void failed(String name, String reason) {
        starting.remove(name);
        add("%s failed: %s".formatted(name, reason));
    }

    synchronized void add(String line) {
        lines.add(line);
        notifyAll();
    }

    synchronized void end() {
        over = true;
        notifyAll();
    }

    synchronized boolean isOver() {
        return over;
    }

    /** Hands over every line from the first to the last, and what is waited for when none came for a while. */
    void follow(Consumer<String> listener) throws InterruptedException {
        for (int next = 0; ; ) {
            List<String> fresh = from(next);
            fresh.forEach(listener);
            next += fresh.size();
            if (fresh.isEmpty()) {
                if (isOver()) {
                    return;
                }
                listener.accept(waitedFor());
            }
        }
    }

    private synchronized List<String> from(int index) throws InterruptedException {
        Instant limit = Instant.now().plus(SILENCE);
        for (long left = SILENCE.toMillis(); lines.size() == index && !over && left > 0; ) {
            wait(left);
            left = Duration.between(Instant.now(), limit).toMillis();
        }
        return List.copyOf(lines.subList(index, lines.size()));
    }

    private synchronized String waitedFor() {
        Instant now = Instant.now();
        return starting.entrySet().stream()
                .map(part -> "%s (%d s)"
                        .formatted(
                                part.getKey(),
                                Duration.between(part.getValue(), now).toSeconds()))
                .collect(Collectors.joining(", ", "waiting for ", ""));
    }
}
