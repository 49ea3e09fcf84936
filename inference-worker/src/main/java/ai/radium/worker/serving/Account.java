package ai.radium.worker.serving;

import java.util.ArrayDeque;
import java.util.Deque;

/** One account's virtual token counter and its places. Guarded by {@link Admission}. */
final class Account {
    final String name;
    final Deque<Entry.Ticket> waiting = new ArrayDeque<>();
    int running;
    long counter;

    Account(String name, long counter) {
        this.name = name;
        this.counter = counter;
    }

    boolean isWaiting() {
        return !waiting.isEmpty();
    }

    boolean isIdle() {
        return running == 0 && waiting.isEmpty();
    }
}
