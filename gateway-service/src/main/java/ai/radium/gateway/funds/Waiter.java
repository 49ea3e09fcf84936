package ai.radium.gateway.funds;

import io.netty.channel.EventLoop;
import java.util.function.Consumer;

/** A call that waits to hear whether it is covered. Guarded by its account. */
final class Waiter {
    private static final int MOST_QUESTIONS = 3;

    private final Worth worth;
    private final EventLoop loop;
    private final Consumer<Cover> then;
    private final long endNanos;
    private int questions;
    private boolean asked;

    /** @param endNanos until when it waits */
    Waiter(Worth worth, EventLoop loop, Consumer<Cover> then, long endNanos) {
        this.worth = worth;
        this.loop = loop;
        this.then = then;
        this.endNanos = endNanos;
    }

    Worth worth() {
        return worth;
    }

    EventLoop loop() {
        return loop;
    }

    /** The question that is being sent is its own too. */
    void ask() {
        asked = true;
    }

    /** It was answered, but a refusal would come too early. */
    void askLater() {
        asked = false;
        questions++;
    }

    boolean isAsked() {
        return asked;
    }

    boolean mayAskAgain(long now) {
        return questions + 1 < MOST_QUESTIONS && !isOver(now);
    }

    boolean isOver(long now) {
        return now - endNanos >= 0;
    }

    /** To be run without the account's lock. */
    Runnable told(Cover cover) {
        return () -> loop.execute(() -> then.accept(cover));
    }
}
