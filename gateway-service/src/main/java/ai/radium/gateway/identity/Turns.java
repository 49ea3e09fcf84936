package ai.radium.gateway.identity;

import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Lets questions run, a bounded number at a time and in turns by who asks: however many one asker has, another's waits
 * for one of each at most. When too many wait, who has most waiting loses its last.
 */
final class Turns<T> {
    private final Map<Object, Asker<T>> askers = new HashMap<>();
    private final ArrayDeque<Asker<T>> inTurn = new ArrayDeque<>();
    private final Executor offLoop;
    private final InstantSource clock;
    private final Bounds bounds;
    private int running;
    private int waiting;

    Turns(Bounds bounds, Executor offLoop, InstantSource clock) {
        this.bounds = bounds;
        this.offLoop = offLoop;
        this.clock = clock;
    }

    /**
     * @param running at a time
     * @param runningOfOne of them of one asker
     * @param waiting in all
     * @param waitingOfOne of them of one asker
     * @param patience how long a question may wait for its turn
     */
    record Bounds(int running, int runningOfOne, int waiting, int waitingOfOne, Duration patience) {}

    /** The question had no turn; trying again soon may help. */
    static final class NoTurn extends RuntimeException {
        private static final long serialVersionUID = 1L;

        NoTurn() {
            super("too many questions wait", null, false, false);
        }
    }

    private record Question<T>(Supplier<CompletableFuture<T>> ask, CompletableFuture<T> answer, long askedMillis) {}

    private static final class Asker<T> {
        private final Object name;
        private final ArrayDeque<Question<T>> waiting = new ArrayDeque<>();
        private int running;

        Asker(Object name) {
            this.name = name;
        }
    }

    private record Started<T>(Asker<T> asker, Question<T> question) {}

    /**
     * Asks off the loop when it is the asker's turn.
     *
     * @param asker who shares turns: equal for those who are one
     * @return fails with {@link NoTurn} when there are too many
     */
    CompletableFuture<T> ask(Object asker, Supplier<CompletableFuture<T>> ask) {
        var question = new Question<>(ask, new CompletableFuture<T>(), clock.millis());
        List<Question<T>> lost = new ArrayList<>();
        List<Started<T>> started = queue(asker, question, lost);
        lost.forEach(one -> one.answer().completeExceptionally(new NoTurn()));
        started.forEach(this::run);
        return question.answer();
    }

    private synchronized List<Started<T>> queue(Object name, Question<T> question, List<Question<T>> lost) {
        Asker<T> asker = askers.computeIfAbsent(name, Asker::new);
        if (asker.waiting.size() >= bounds.waitingOfOne()) {
            lost.add(question);
            return List.of();
        }
        if (waiting >= bounds.waiting()) {
            Asker<T> longest = askers.values().stream()
                    .max(Comparator.comparingInt(other -> other.waiting.size()))
                    .orElse(asker);
            if (longest.waiting.size() <= asker.waiting.size() + 1) {
                lost.add(question);
                forgetIfIdle(asker);
                return List.of();
            }
            lost.add(longest.waiting.removeLast());
            waiting--;
        }
        asker.waiting.add(question);
        waiting++;
        if (asker.waiting.size() == 1 && asker.running < bounds.runningOfOne()) {
            inTurn.add(asker);
        }
        return next(lost);
    }

    private synchronized List<Started<T>> ended(Asker<T> asker, List<Question<T>> lost) {
        running--;
        if (asker.running-- == bounds.runningOfOne() && !asker.waiting.isEmpty()) {
            inTurn.add(asker);
        }
        List<Started<T>> started = next(lost);
        forgetIfIdle(asker);
        return started;
    }

    private List<Started<T>> next(List<Question<T>> lost) {
        List<Started<T>> started = new ArrayList<>();
        while (running < bounds.running() && !inTurn.isEmpty()) {
            Asker<T> asker = inTurn.remove();
            @Nullable Question<T> question = firstInTime(asker, lost);
            if (question == null) {
                forgetIfIdle(asker);
                continue;
            }
            running++;
            asker.running++;
            started.add(new Started<>(asker, question));
            if (!asker.waiting.isEmpty() && asker.running < bounds.runningOfOne()) {
                inTurn.add(asker);
            }
        }
        return started;
    }

    private @Nullable Question<T> firstInTime(Asker<T> asker, List<Question<T>> lost) {
        long oldest = clock.millis() - bounds.patience().toMillis();
        while (!asker.waiting.isEmpty()) {
            Question<T> question = asker.waiting.remove();
            waiting--;
            if (question.askedMillis() >= oldest) {
                return question;
            }
            lost.add(question);
        }
        return null;
    }

    private void forgetIfIdle(Asker<T> asker) {
        if (asker.running == 0 && asker.waiting.isEmpty()) {
            askers.remove(asker.name);
        }
    }

    private void run(Started<T> one) {
        CompletableFuture.supplyAsync(one.question().ask(), offLoop)
                .thenCompose(answer -> answer)
                .whenComplete((answer, failure) -> {
                    List<Question<T>> lost = new ArrayList<>();
                    List<Started<T>> started = ended(one.asker(), lost);
                    started.forEach(this::run);
                    lost.forEach(late -> late.answer().completeExceptionally(new NoTurn()));
                    if (failure == null) {
                        one.question().answer().complete(answer);
                    } else {
                        one.question().answer().completeExceptionally(failure);
                    }
                });
    }

    /** Questions that wait for their turn. */
    synchronized int waiting() {
        return waiting;
    }
}
