package ai.radium.worker.openai;

import ai.radium.worker.engine.EngineFailure;
import java.time.Duration;
import java.util.HashSet;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * Whether a server still does something: its health is answered, and what it generates comes on. One that has no pulse is
 * declared hung, once and for all, which ends all that waits for it.
 */
public final class Pulse {
    private final Limits limits;
    private final LongAdder beats = new LongAdder();
    private final AtomicInteger streams = new AtomicInteger(); // from which beats can be expected
    private final Set<Thread> waiting = new HashSet<>();
    private boolean isHung;

    // of the one thread that looks
    private long seenBeats;
    private long lastBeatAt = System.nanoTime();
    private long lastSignAt = System.nanoTime();
    private @Nullable CompletableFuture<Optional<Health>> question; // while it is open
    private @Nullable Health health; // of the last answer in time

    /** @param status that it answered with; nothing when it refused the connection or broke it off */
    public record Health(OptionalInt status) {}

    /**
     * When a server is hung.
     *
     * @param health without an answer to {@code /health}, and without a token
     * @param progress without a token or a step of a prompt, while it generates
     */
    public record Limits(Duration health, Duration progress) {
        public static final Limits USUAL = new Limits(Duration.ofSeconds(5), Duration.ofSeconds(30));
    }

    /** What the server is waited for. */
    interface Work<T> {
        T run() throws InterruptedException;
    }

    /** One generation's part in it. For its own thread only. */
    final class Stream {
        private final int silent; // chunks that come before any time can be expected of the next
        private int chunks;

        private Stream(boolean tellsSteps) {
            this.silent = tellsSteps ? 0 : 2;
            countFrom(0);
        }

        void beat() {
            beats.increment();
            countFrom(++chunks);
        }

        private void countFrom(int chunk) {
            if (chunk == silent) {
                streams.incrementAndGet();
            }
        }

        private void end() {
            if (chunks >= silent) {
                streams.decrementAndGet();
            }
        }
    }

    public Pulse(Limits limits) {
        this.limits = limits;
    }

    /** @param tellsSteps whether the server tells of each step of a prompt that it reads */
    Stream stream(boolean tellsSteps) {
        return new Stream(tellsSteps);
    }

    /** @throws EngineFailure {@code engine_hung} when the server is declared hung meanwhile */
    <T> T during(Stream stream, Work<T> work) throws InterruptedException {
        try {
            return during(work);
        } finally {
            stream.end();
        }
    }

    /** @throws EngineFailure {@code engine_hung} when the server is declared hung meanwhile */
    <T> T during(Work<T> work) throws InterruptedException {
        enter();
        try {
            return work.run();
        } catch (InterruptedException | EngineFailure e) {
            if (isHung()) {
                throw new EngineFailure(EngineFailure.HUNG, "the engine does nothing any more", e);
            }
            throw e;
        } finally {
            leave();
        }
    }

    /** Says why the server is hung, if it is; to be asked about once a second, by one thread. Never blocks. */
    public Optional<String> look(OpenAiClient server) {
        long now = System.nanoTime();
        lookAtHealth(server, now);
        lookAtBeats(now);
        if (now - lastSignAt >= limits.health().toNanos()) {
            return Optional.of("it has not answered for " + limits.health().toSeconds() + " s");
        }
        if (now - lastBeatAt >= limits.progress().toNanos()) {
            return Optional.of(
                    "what it generates has not come on for " + limits.progress().toSeconds() + " s");
        }
        return Optional.empty();
    }

    /** What it said of its health the last time; nothing until it has said something, or when it did not in time. */
    public Optional<Health> health() {
        return Optional.ofNullable(health);
    }

    private void lookAtHealth(OpenAiClient server, long now) {
        if (question == null) {
            question = server.askForHealth(limits.health());
        }
        if (!question.isDone()) {
            return;
        }
        health = question.join().orElse(null);
        question = null;
        if (health != null) {
            lastSignAt = now;
        }
    }

    private void lookAtBeats(long now) {
        long seen = beats.sum();
        if (seen != seenBeats) {
            seenBeats = seen;
            lastBeatAt = now;
            lastSignAt = now;
        }
        if (streams.get() == 0) {
            lastBeatAt = now;
        }
    }

    /** Ends all that waits for the server. */
    public synchronized void declareHung() {
        isHung = true;
        waiting.forEach(Thread::interrupt);
    }

    private synchronized boolean isHung() {
        return isHung;
    }

    private synchronized void enter() {
        waiting.add(Thread.currentThread());
    }

    private synchronized void leave() {
        waiting.remove(Thread.currentThread());
        if (isHung) {
            Thread.interrupted(); // that was for the work, not for what comes after it
        }
    }
}
