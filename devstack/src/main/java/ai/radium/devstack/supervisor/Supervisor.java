package ai.radium.devstack.supervisor;

import ai.radium.devstack.process.Part;
import ai.radium.devstack.process.StackFailure;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final CountDownLatch ended = new CountDownLatch(1);
    private final StateFile state;
    private final LogFiles logs;
    private final SupervisionRules rules;
    private volatile boolean closing;
    private Progress progress = Progress.none();

    Supervisor(Path home, StateFile state, List<Step> steps, SupervisionRules rules) {
        this.state = state;
        this.rules = rules;
        this.logs = new LogFiles(home.resolve("logs"), rules.logs());
        for (Step step : steps) {
            this.steps.put(step.part().name(), step);
            parts.put(step.part().name(), supervised(step.part()));
        }
        threads.execute(this::rotateLogs);
    }

    /** Starts what is named and neither ready nor starting, and again what was built since; hands over progress lines. */
    void up(List<String> names, Consumer<String> listener) throws InterruptedException {
        Progress current;
        List<CompletableFuture<Void>> begun;
        synchronized (starts) {
            requireOpen();
            if (progress.isOver()) {
                progress = new Progress(names.size());
                names.forEach(this::renewIfOutdated);
            }
            current = progress;
            begun = names.stream().map(this::begin).toList();
        }
        CompletableFuture<Void> all = CompletableFuture.allOf(begun.toArray(CompletableFuture[]::new))
                .whenComplete((done, failure) -> current.end());
        current.follow(listener);
        join(all);
    }

    /** Starts one part that was left out so far, and waits for it. */
    void startNow(String name) {
        CompletableFuture<Void> start;
        synchronized (starts) {
            requireOpen();
            start = begin(name);
        }
        join(start);
    }

    /** Asks every process now, all at once. */
    List<ProcessStatus> status() {
        List<Supervised> all;
        synchronized (starts) {
            all = List.copyOf(parts.values());
        }
        return all.stream()
                .map(part -> CompletableFuture.supplyAsync(() -> ProcessStatus.of(part), threads))
                .toList()
                .stream()
                .map(CompletableFuture::join)
                .toList();
    }

    /** Stops every part, phase after phase; what streams beside them is stopped together with the gateway. */
    synchronized void stop(Consumer<String> listener, Runnable withStreams) {
        List<Supervised> all;
        synchronized (starts) {
            closing = true;
            all = List.copyOf(parts.values());
        }
        for (StopPhase phase : StopPhase.values()) {
            try (ExecutorService together = Executors.newVirtualThreadPerTaskExecutor()) {
                all.stream()
                        .filter(part -> StopPhase.of(part.part().name()) == phase)
                        .forEach(part -> together.execute(() -> part.stop().ifPresent(listener)));
                if (phase == StopPhase.STREAMS) {
                    together.execute(withStreams);
                }
            }
        }
    }

    boolean isClosing() {
        return closing;
    }

    /** Watches no more; what still runs is left to itself. */
    void end() {
        synchronized (starts) {
            parts.values().forEach(Supervised::abandon);
        }
        ended.countDown();
        threads.shutdownNow();
    }

    boolean hasEnded() {
        return ended.getCount() == 0;
    }

    void awaitEnd() throws InterruptedException {
        ended.await();
    }

    private void requireOpen() {
        if (closing) {
            throw new StackFailure("the stack is being stopped");
        }
    }

    private Supervised supervised(Part part) {
        return new Supervised(part, state, logs.of(part.name()), rules);
    }

    private void renewIfOutdated(String name) {
        Supervised part = parts.get(name);
        if (part != null && part.isOutdated()) {
            progress.add(name + " was built anew and is stopped");
            part.stop();
            parts.put(name, supervised(part.part()));
            starts.remove(name);
        }
    }

    private CompletableFuture<Void> begin(String name) {
        Supervised part = parts.get(name);
        Step step = steps.get(name);
        if (part == null || step == null) {
            throw new StackFailure("this stack has no part named " + name);
        }
        CompletableFuture<Void> known = starts.get(name);
        if (known != null && !known.isCompletedExceptionally()) {
            return known;
        }
        CompletableFuture<?>[] needed = step.after().stream().map(this::begin).toArray(CompletableFuture[]::new);
        CompletableFuture<Void> start = CompletableFuture.allOf(needed).thenRunAsync(() -> run(part), threads);
        starts.put(name, start);
        return start;
    }

    private void run(Supervised part) {
        Progress current;
        synchronized (starts) {
            current = progress;
        }
        Instant from = Instant.now();
        String name = part.part().name();
        current.begin(name);
        try {
            part.start();
        } catch (StackFailure failure) {
            current.failed(name, String.valueOf(failure.getMessage()));
            throw failure;
        }
        current.ready(name, Duration.between(from, Instant.now()));
    }

    private void rotateLogs() {
        try {
            while (!ended.await(ROTATE_EVERY.toMillis(), TimeUnit.MILLISECONDS)) {
                rotateFullLogs();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void rotateFullLogs() {
        try {
            logs.keepWithinBounds(Instant.now());
        } catch (IOException e) {
            System.getLogger(Supervisor.class.getName()).log(System.Logger.Level.WARNING, "logs cannot be rotated", e);
        }
    }

    private static void join(CompletableFuture<Void> start) {
        try {
            start.join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof StackFailure failure ? failure : e;
        }
    }
}
