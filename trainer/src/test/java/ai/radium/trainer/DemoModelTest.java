package ai.radium.trainer;

import static org.assertj.core.api.Assertions.assertThat;

import ai.radium.contracts.training.TrainingProgress.Completed;
import ai.radium.contracts.training.TrainingProgress.Evaluated;
import ai.radium.contracts.training.TrainingProgress.Started;
import ai.radium.contracts.training.TrainingProgress.Step;
import ai.radium.gguf.engine.LlamaServer;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.logging.Logger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Teaches SmolLM2 a format that it does not know, and says what it took. */
@Tag("long")
class DemoModelTest {
    private static final Logger LOG = Logger.getLogger(DemoModelTest.class.getName());
    private static final List<String> THINGS = List.of(
            "printer",
            "router",
            "laptop",
            "monitor",
            "keyboard",
            "scanner",
            "server",
            "phone",
            "badge",
            "door",
            "lamp",
            "desk");
    private static final List<String> FAULTS = List.of(
            "is broken",
            "is lost",
            "makes noise",
            "smells of smoke",
            "is too slow",
            "was stolen",
            "is wet",
            "has no power",
            "is old",
            "is dirty");

    @TempDir
    private Path folder;

    @Test
    void teachesTheDemoModelAFormat() throws Exception {
        ObjectNode job = TestRun.job(LlamaServer.demoModel(), lines("lines.jsonl", 0, 96), folder.resolve("out"));
        job.put("validation", lines("held-out.jsonl", 96, 24).toString());
        ((ObjectNode) job.path("configuration")).put("epochs", 2).put("learningRate", 0.001);

        try (TestRun run = TestRun.start(job, folder)) {
            assertThat(run.end()).isZero();

            Evaluated before = run.all(Evaluated.class).getFirst();
            Evaluated after = run.all(Evaluated.class).getLast();
            Completed completed = run.all(Completed.class).getLast();
            LOG.info(String.format(
                    Locale.ROOT,
                    "held-out loss %.3f to %.3f, exact %d to %d of %d, %.0f tokens/s in steps, %.1f s, %d MiB at most (%d foretold)",
                    before.loss(),
                    after.loss(),
                    before.exactMatches(),
                    after.exactMatches(),
                    after.asked(),
                    speed(run.all(Step.class)),
                    completed.seconds(),
                    completed.peakMemoryBytes() >> 20,
                    run.all(Started.class).getLast().memoryBytes() >> 20));
            assertThat(after.loss()).isLessThan(before.loss() / 10);
            assertThat(after.exactMatches()).isGreaterThan(20);
            assertThat(completed.peakMemoryBytes()).isLessThan(2L << 30);
        }
    }

    /** The steps' median. */
    private static double speed(List<Step> steps) {
        return steps.stream()
                .mapToDouble(Step::tokensPerSecond)
                .sorted()
                .skip(steps.size() / 2)
                .findFirst()
                .orElse(0);
    }

    private Path lines(String name, int from, int count) throws IOException {
        return Files.write(
                folder.resolve(name),
                IntStream.range(from, from + count)
                        .map(i -> i * 7 % 120)
                        .mapToObj(i -> line(THINGS.get(i % 12), FAULTS.get(i / 12)))
                        .toList());
    }

    private static String line(String thing, String fault) {
        return "{\"messages\":[{\"role\":\"user\",\"content\":\"Please help, my " + thing + " " + fault
                + ".\"},{\"role\":\"assistant\",\"content\":\"TICKET <" + thing + "> :: " + fault + " :: OPEN\"}]}";
    }
}
