package ai.radium.worker.model.fetch;

import ai.radium.process.Backoff;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/**
 * How often and how late a broken download is tried again.
 *
 * @param tries in a row that bring nothing new; any byte that was not there before starts the count anew
 * @param first pause; each further one is twice as long, with jitter of a quarter
 * @param longest pause, also when the server asks for more
 */
public record Retries(int tries, Duration first, Duration longest) {
    /** Seven tries; their pauses add up to 32 to 39 s, unless the server asks for longer ones. */
    public static Retries usual() {
        return new Retries(7, Duration.ofMillis(500), Duration.ofSeconds(30));
    }

    void pause(int failures, Optional<Duration> asked) throws InterruptedException {
        Duration doubled = new Backoff(first, longest, Duration.ZERO).after(failures);
        Duration wanted = asked.orElseGet(
                () -> doubled.multipliedBy(100 + ThreadLocalRandom.current().nextInt(25))
                        .dividedBy(100));
        long millis = Math.min(wanted.toMillis(), longest.toMillis());
        // Nobody counts down: a pause that an interrupt ends.
        if (new CountDownLatch(1).await(millis, TimeUnit.MILLISECONDS)) {
            throw new IllegalStateException();
        }
    }
}
