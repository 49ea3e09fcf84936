package ai.radium.finetune.local;

import ai.radium.finetune.trainer.TestRuns;
import ai.radium.finetune.trainer.Trainer;
import ai.radium.finetune.weights.BaseWeights;
import ai.radium.finetune.weights.WeightsConfig;
import io.quarkus.runtime.configuration.MemorySize;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CountDownLatch;

/** A trainer of this machine for tests; as a program, one that starts a run and then waits to be killed. */
public final class TestTrainer {
    static final int EPOCHS = 100;

    private static final Path BUILT =
            Path.of("..", "trainer", "target").toAbsolutePath().normalize();

    private TestTrainer() {}

    public static void main(String[] arguments) throws IOException, InterruptedException {
        over(Path.of(arguments[0]))
                .start(TestRuns.in(Path.of(arguments[1]))
                        .run(arguments[2], EPOCHS)
                        .run());
        new CountDownLatch(1).await();
    }

    /** On two cores. */
    static Trainer over(Path home) {
        return new LocalTrainer(new Settings(home), new BaseWeights(new NothingToFetch()), InstantSource.system());
    }

    private record Settings(Path home) implements LocalConfig {
        @Override
        public List<String> command() {
            return List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-Xmx256m",
                    "-XX:+UseSerialGC",
                    "--enable-native-access=ALL-UNNAMED",
                    "--sun-misc-unsafe-memory-access=allow",
                    "-cp",
                    BUILT + "/trainer.jar:" + BUILT + "/lib/*",
                    "ai.radium.trainer.Main");
        }

        @Override
        public Optional<MemorySize> memory() {
            return Optional.empty();
        }

        @Override
        public OptionalInt cores() {
            return OptionalInt.of(2);
        }

        @Override
        public int niceness() {
            return 10;
        }
    }

    private static final class NothingToFetch implements WeightsConfig {
        @Override
        public Path cache() {
            return Path.of("nowhere");
        }

        @Override
        public Optional<Path> sharedCache() {
            return Optional.empty();
        }

        @Override
        public List<String> command() {
            return List.of("false");
        }

        @Override
        public Duration fetchTimeout() {
            return Duration.ofSeconds(1);
        }
    }
}
