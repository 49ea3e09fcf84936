package ai.radium.deployment.local;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Short times and a stand-in for the worker: an HTTP server that says it is ready. */
record TestLocalConfig(Path home, Path models, int basePort, int maxWorkers, long memoryMib, List<String> command)
        implements LocalConfig {
    static TestLocalConfig in(Path directory) {
        return new TestLocalConfig(
                directory.resolve("workers"),
                directory.resolve("models"),
                19_500,
                4,
                1_000,
                StandInWorker.command("ready"));
    }

    TestLocalConfig running(List<String> other) {
        return new TestLocalConfig(home, models, basePort, maxWorkers, memoryMib, other);
    }

    @Override
    public long overheadMib() {
        return 100;
    }

    @Override
    public int mostContext() {
        return 4_096;
    }

    @Override
    public Optional<Path> sharedModels() {
        return Optional.empty();
    }

    @Override
    public long unknownWeightsMib() {
        return 1;
    }

    @Override
    public Duration fetchTimeout() {
        return Duration.ofMinutes(10);
    }

    @Override
    public int logMib() {
        return 1;
    }

    @Override
    public int logCopies() {
        return 2;
    }

    @Override
    public Duration logAge() {
        return Duration.ofDays(14);
    }

    @Override
    public Duration startTimeout() {
        return Duration.ofSeconds(20);
    }

    @Override
    public Duration stopTimeout() {
        return Duration.ofSeconds(5);
    }

    @Override
    public Duration silentAfter() {
        return Duration.ofSeconds(3);
    }

    @Override
    public Duration hungAfter() {
        return Duration.ofSeconds(6);
    }

    @Override
    public Duration backoff() {
        return Duration.ofMillis(10);
    }

    @Override
    public Duration longestBackoff() {
        return Duration.ofMillis(50);
    }

    @Override
    public Duration stableAfter() {
        return Duration.ofSeconds(60);
    }

    @Override
    public int crashLoopAfter() {
        return 3;
    }
}
