package ai.radium.kit.database;

import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/**
 * Work that ends for its caller in time, whether the database answers or not, and that is never cancelled: a caller who
 * leaves would cut it off between two statements, and its connection would go back to the pool with the rest of the work
 * still coming. Work past its time is not begun and not committed.
 */
final class Deadline {
    private final long end;
    private final Duration limit;

    Deadline(Duration limit) {
        this.limit = limit;
        this.end = System.nanoTime() + limit.toNanos();
    }

    /** The work's outcome, or a {@link TimeoutException} when it has none in time. */
    <T> Uni<T> whole(Supplier<Uni<T>> work) {
        return Uni.createFrom().emitter(outcome -> {
            Vertx vertx = Objects.requireNonNull(Vertx.currentContext(), "sessions belong to event loops")
                    .owner();
            long timer = vertx.setTimer(limit.toMillis(), ignored -> outcome.fail(late()));
            work.get()
                    .onTermination()
                    .invoke(() -> vertx.cancelTimer(timer))
                    .subscribe()
                    .with(outcome::complete, outcome::fail);
        });
    }

    /** A step inside the transaction: refused when there is no time left, before or after it. */
    <T> Uni<T> step(Supplier<Uni<T>> work) {
        return begin(work).call(this::onTime);
    }

    /** Work that is not begun when there is no time left. */
    <T> Uni<T> begin(Supplier<Uni<T>> work) {
        return onTime().chain(() -> work.get());
    }

    /** At least 1 ms. */
    long millisLeft() {
        return Math.max(1, TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime()));
    }

    private Uni<Void> onTime() {
        return System.nanoTime() - end < 0
                ? Uni.createFrom().voidItem()
                : Uni.createFrom().failure(late());
    }

    TimeoutException late() {
        return new TimeoutException("the database did not answer within " + limit);
    }
}
