package ai.radium.gateway;

import ai.radium.gateway.BreakableLine.Passage;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What the generations of one attempt share: they break together, once each of them has got as far. */
final class BreakAttempt {
    private final boolean first;
    private final int generations;
    private final @Nullable Passage passage;
    private final long sentBefore;
    private long sent;
    private int arrived;
    private boolean cancelled;

    /** @param passage that its calls came through; null = none that breaks */
    BreakAttempt(boolean first, int generations, @Nullable Passage passage) {
        this.first = first;
        this.generations = generations;
        this.passage = passage;
        sentBefore = passage == null ? 0 : passage.dataBytes();
    }

    boolean isFirst() {
        return first;
    }

    synchronized void sends(int bytes) {
        sent += bytes;
    }

    /** Until all generations have come to where this one is, or the gateway wants no more of them. */
    synchronized void awaitOthers() throws InterruptedException {
        int all = (arrived / generations + 1) * generations;
        arrived++;
        notifyAll();
        while (arrived < all && !cancelled) {
            wait();
        }
    }

    synchronized void cancelled() {
        cancelled = true;
        notifyAll();
    }

    /** As a process that dies once the gateway has been sent all of the above. */
    void dies() throws InterruptedException {
        Objects.requireNonNull(passage).cutAfter(sentBefore + allSent());
    }

    private synchronized long allSent() {
        return sent;
    }
}
