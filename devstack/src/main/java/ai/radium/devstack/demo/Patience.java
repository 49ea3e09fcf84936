package ai.radium.devstack.demo;

import ai.radium.devstack.process.StackFailure;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** Asks again and again until there is an answer or the time is over. */
record Patience(Duration limit, Duration pause) {
    <T> T until(String what, Supplier<Optional<T>> question) {
        Instant end = Instant.now().plus(limit);
        Optional<T> answer = question.get();
        while (answer.isEmpty()) {
            if (Instant.now().isAfter(end)) {
                throw new StackFailure("%s took longer than %d s".formatted(what, limit.toSeconds()));
            }
            rest();
            answer = question.get();
        }
        return answer.get();
    }

    private void rest() {
        try {
            new CountDownLatch(1).await(pause.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StackFailure("the demo was interrupted", e);
        }
    }
}
