package ai.radium.devstack.supervisor;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** What happened since the start, line by line, for any number of listeners who may come late. */
final class Progress {
    private final List<String> lines = new ArrayList<>();
    private boolean over;

    synchronized void add(String line) {
        lines.add(line);
        notifyAll();
    }

    synchronized void end() {
        over = true;
        notifyAll();
    }

    /** Hands over every line from the first to the last; returns when there will be no more. */
    void follow(Consumer<String> listener) throws InterruptedException {
        for (int next = 0; ; ) {
            List<String> fresh = from(next);
            if (fresh.isEmpty()) {
                return;
            }
            fresh.forEach(listener);
            next += fresh.size();
        }
    }

    private synchronized List<String> from(int index) throws InterruptedException {
        while (lines.size() == index && !over) {
            wait();
        }
        return List.copyOf(lines.subList(index, lines.size()));
    }
}
