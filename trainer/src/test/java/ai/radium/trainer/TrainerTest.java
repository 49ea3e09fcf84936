package ai.radium.trainer;

import static org.assertj.core.api.Assertions.assertThat;

import ai.radium.contracts.training.TrainingFailure;
import ai.radium.contracts.training.TrainingProgress.Checkpointed;
import ai.radium.contracts.training.TrainingProgress.Completed;
import ai.radium.contracts.training.TrainingProgress.Evaluated;
import ai.radium.contracts.training.TrainingProgress.Failed;
import ai.radium.contracts.training.TrainingProgress.Started;
import ai.radium.contracts.training.TrainingProgress.Step;
import ai.radium.gguf.testmodel.TrainableModel;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrainerTest {
    private static final Duration LONG_ENOUGH = Duration.ofMinutes(2);

    @TempDir
    private Path folder;

    private Path base;
    private Path lines;

    @BeforeEach
    void prepare() throws IOException {
        base = TrainableModel.llama().write(folder.resolve("base.gguf"));
        lines = TestRun.lines(folder.resolve("lines.jsonl"), 0, 24);
    }

    @Test
    void teachesWhatTheLinesSay() throws Exception {
        ObjectNode job = job("out");
        job.put(
                "validation",
                TestRun.lines(folder.resolve("held-out.jsonl"), 0, 12).toString());
        ((ObjectNode) job.path("configuration")).put("epochs", 40);

        try (TestRun run = TestRun.start(job, folder)) {
            assertThat(run.end()).isZero();

            List<Step> steps = run.all(Step.class);
            assertThat(steps).hasSize(240);
            assertThat(steps.getLast().trainLoss())
                    .isLessThan(0.1 * steps.getFirst().trainLoss());
            List<Evaluated> evaluated = run.all(Evaluated.class);
            assertThat(evaluated).hasSize(2);
            assertThat(evaluated.getFirst().exactMatches()).isZero();
            assertThat(evaluated.getLast().exactMatches()).isEqualTo(12);
            assertThat(evaluated.getLast().loss())
                    .isLessThan(0.1 * evaluated.getFirst().loss());
            assertThat(evaluated.getLast().samples()).hasSize(10);
            Completed completed = run.all(Completed.class).getLast();
            assertThat(Path.of(completed.adapterFile())).exists();
            assertThat(Path.of(completed.safetensorsFile())).exists();
            assertThat(completed.trainedTokens())
                    .isEqualTo(run.all(Started.class).getLast().trainedTokens());
        }
    }

    @Test
    void learnsTheSameFromTheSameSeed() throws Exception {
        List<Double> first = losses(job("first"));
        List<Double> again = losses(job("again"));
        ObjectNode other = job("other");
        ((ObjectNode) other.path("configuration")).put("seed", 2);

        assertThat(again).isEqualTo(first);
        assertThat(losses(other)).isNotEqualTo(first);
    }

    @Test
    void goesOnAfterAKillAsIfThereHadBeenNone() throws Exception {
        List<Double> whole = losses(job("whole"));
        ObjectNode job = job("killed");
        try (TestRun run = TestRun.start(job, folder)) {
            Awaitility.await()
                    .atMost(LONG_ENOUGH)
                    .until(() -> !run.all(Checkpointed.class).isEmpty());
            run.kill();
            run.end();
        }

        try (TestRun run = TestRun.start(job, folder)) {
            assertThat(run.end()).isZero();

            int resumedFrom =
                    Objects.requireNonNull(run.all(Started.class).getLast().resumedFrom());
            assertThat(resumedFrom).isPositive();
            assertThat(run.losses()).isEqualTo(whole.subList(resumedFrom, whole.size()));
        }
    }

    @Test
    void writesACheckpointWhenItIsToldToStop() throws Exception {
        ObjectNode job = job("stopped");
        ((ObjectNode) job.path("configuration")).put("epochs", 500);
        try (TestRun run = TestRun.start(job, folder)) {
            Awaitility.await()
                    .atMost(LONG_ENOUGH)
                    .until(() -> run.all(Step.class).size() > 2);
            run.terminate();

            assertThat(run.end()).isEqualTo(128 + 15);
            int steps = run.all(Step.class).getLast().step();
            assertThat(run.all(Checkpointed.class).getLast().step()).isEqualTo(steps);
            assertThat(run.all(Completed.class)).isEmpty();
        }
        try (TestRun run = TestRun.start(job, folder)) {
            Awaitility.await()
                    .atMost(LONG_ENOUGH)
                    .until(() -> !run.all(Started.class).isEmpty());

            assertThat(run.all(Started.class).getLast().resumedFrom()).isPositive();
        }
    }

    @Test
    void believesNoHalfCheckpoint() throws Exception {
        ObjectNode job = job("half");
        losses(job);
        try (Stream<Path> files = Files.list(folder.resolve("half"))) {
            for (Path state :
                    files.filter(file -> file.toString().endsWith(".state")).toList()) {
                byte[] bytes = Files.readAllBytes(state);
                bytes[bytes.length / 2] ^= 1;
                Files.write(state, bytes);
            }
        }

        try (TestRun run = TestRun.start(job, folder)) {
            assertThat(run.end()).isZero();
            assertThat(run.all(Started.class).getLast().resumedFrom()).isNull();
        }
    }

    @Test
    void beginsWithAnEarlierAdapter() throws Exception {
        List<Double> first = losses(job("first"));
        ObjectNode job = job("second");
        job.put("adapter", folder.resolve("first/adapter.gguf").toString());

        assertThat(losses(job).getFirst()).isLessThan(first.getFirst() / 2);
    }

    @Test
    void refusesAJobThatIsNone() throws Exception {
        ObjectNode job = job("out");
        ((ObjectNode) job.path("configuration")).put("loraRank", 0);

        assertThat(failure(job)).isEqualTo(TrainingFailure.DATASET_INVALID);
        assertThat(failureOf("no-such-job.json").code()).isEqualTo(TrainingFailure.DATASET_INVALID);
    }

    @Test
    void refusesLinesThatSayNothing() throws Exception {
        Files.writeString(lines, "{\"messages\":[{\"role\":\"user\",\"content\":\"A\"}]}\n");

        assertThat(failure(job("out"))).isEqualTo(TrainingFailure.DATASET_INVALID);
    }

    @Test
    void refusesABrokenModel() throws Exception {
        byte[] whole = Files.readAllBytes(base);
        Files.write(base, Arrays.copyOf(whole, whole.length / 2));

        assertThat(failure(job("out"))).isEqualTo(TrainingFailure.MODEL_UNSUPPORTED);
    }

    @Test
    void refusesWhatDoesNotFitBeforeItBegins() throws Exception {
        ObjectNode job = job("out").put("memoryBytes", 100 << 20);

        try (TestRun run = TestRun.start(job, folder)) {
            assertThat(run.end()).isOne();
            assertThat(run.all(Started.class)).isEmpty();
            Failed failed = run.all(Failed.class).getLast();
            assertThat(failed.code()).isEqualTo(TrainingFailure.OUT_OF_MEMORY);
            assertThat(failed.message()).contains("there are 100 MiB");
        }
    }

    private TrainingFailure failure(ObjectNode job) throws IOException {
        try (TestRun run = TestRun.start(job, folder)) {
            assertThat(run.end()).isOne();
            return run.all(Failed.class).getLast().code();
        }
    }

    private static Failed failureOf(String argument) throws IOException {
        try (TestRun run = TestRun.start(argument)) {
            assertThat(run.end()).isOne();
            return run.all(Failed.class).getLast();
        }
    }

    private List<Double> losses(ObjectNode job) throws IOException {
        try (TestRun run = TestRun.start(job, folder)) {
            assertThat(run.end()).isZero();
            return run.losses();
        }
    }

    private ObjectNode job(String output) {
        return TestRun.job(base, lines, folder.resolve(output));
    }
}
