package ai.radium.devstack.supervisor;

import ai.radium.devstack.process.Part;
import ai.radium.devstack.process.StackFailure;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** All parts of one stack. Parts start as soon as those they need are ready, and stop in reverse order. */
final class Supervisor {
    private static final Duration ROTATE_EVERY = Duration.ofSeconds(10);

    private final Map<String, Step> steps = new LinkedHashMap<>();
    private final Map<String, Supervised> parts = new LinkedHashMap<>();
    private final Map<String, CompletableFuture<Void>> starts = new LinkedHashMap<>();
    private final Progress progress = new Progress();
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final CountDownLatch ended = new CountDownLatch(1);
    private final LogFiles logs;

    Supervisor(Path home, StateFile state, List<Step> steps) {
        this.logs = new LogFiles(home.resolve("logs"));
        for (Step step : steps) {
            Part part = step.part();
            this.steps.put(part.name(), step);
            parts.put(part.name(), new Supervised(part, state, logs.of(part.name())));
        }
    }

    /** Begins to start the named parts with all they need. */
    void start(List<String> names) {
        List<CompletableFuture<Void>> begun = names.stream().map(this::begin).toList();
        threads.execute(() -> endProgress(begun));
        threads.execute(this::rotateLogs);
    }

    /** Hands over every step's lines; returns when all begun parts are ready, or fails with the first failure. */
    void awaitStarted(Consumer<String> listener) throws InterruptedException {
        progress.follow(listener);
        List<CompletableFuture<Void>> begun;
        synchronized (starts) {
            begun = List.copyOf(starts.values());
        }
        begun.forEach(Supervisor::join);
    }

    /** Starts one part that was left out so far, and waits for it. */
    void startNow(String name) {
        join(begin(name));
    }

    List<Supervised> parts() {
        return List.copyOf(parts.values());
    }

    Optional<Supervised> part(String name) {
        return Optional.ofNullable(parts.get(name));
    }

    synchronized void stop(Consumer<String> listener) {
        if (ended.getCount() == 0) {
            return;
        }
        for (Supervised part : new ArrayList<>(parts.values()).reversed()) {
            if (part.state() != PartState.WAITING) {
                part.stop();
                listener.accept(part.part().name() + " stopped");
            }
        }
        ended.countDown();
        threads.shutdownNow();
    }

    void awaitEnd() throws InterruptedException {
        ended.await();
    }

    private CompletableFuture<Void> begin(String name) {
        Supervised part = parts.get(name);
        Step step = steps.get(name);
        if (part == null || step == null) {
            throw new StackFailure("this stack has no part named " + name);
        }
        synchronized (starts) {
            CompletableFuture<Void> known = starts.get(name);
            if (known != null && !known.isCompletedExceptionally()) {
                return known;
            }
            CompletableFuture<?>[] needed =
                    step.after().stream().map(this::begin).toArray(CompletableFuture[]::new);
            CompletableFuture<Void> start = CompletableFuture.allOf(needed).thenRunAsync(() -> run(part), threads);
            starts.put(name, start);
            return start;
        }
    }

    private void run(Supervised part) {
        Instant from = Instant.now();
        String name = part.part().name();
        progress.add(name + " starts");
        try {
            part.start();
        } catch (StackFailure failure) {
            progress.add(name + " failed: " + failure.getMessage());
            throw failure;
        }
        progress.add("%s ready after %.1f s"
                .formatted(name, Duration.between(from, Instant.now()).toMillis() / 1000.0));
    }

    private void endProgress(List<CompletableFuture<Void>> begun) {
        CompletableFuture.allOf(begun.toArray(CompletableFuture[]::new))
                .handle((done, failure) -> failure)
                .join();
        progress.end();
    }

    private void rotateLogs() {
        try {
            while (!ended.await(ROTATE_EVERY.toMillis(), TimeUnit.MILLISECONDS)) {
                logs.rotateFull();
            }
        } catch (IOException e) {
            System.getLogger(Supervisor.class.getName()).log(System.Logger.Level.WARNING, "logs cannot be rotated", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void join(CompletableFuture<Void> start) {
        try {
            start.join();
        } catch (CompletionException e) {
            Throwable cause = e.getCause();
            throw cause instanceof StackFailure failure ? failure : e;
        }
    }
}
