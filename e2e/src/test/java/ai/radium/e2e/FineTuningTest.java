package ai.radium.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Lines in, a model out, through the unmodified Python package; {@code -Dfinetuning.lines=300} is the longer, measured run. */
@ExtendWith(RunningPlatform.class)
class FineTuningTest {
    private static final Path CLIENT = Path.of("src/test/clients/fine_tuning.py");
    private static final Duration FOR_THE_BILL = Duration.ofSeconds(60);

    @Test
    void teachesAModelWhatItsBaseDoesNotKnow(Platform platform) throws Exception {
        List<Long> workers = workers(platform);
        JsonNode seen;
        long mostMebibytes;
        try (TrainerWatch watch = new TrainerWatch(platform)) {
            seen = new ObjectMapper()
                    .readTree(OpenAiPackage.PYTHON.run(
                            CLIENT, platform, Map.of("RADIUM_LINES", System.getProperty("finetuning.lines", "100"))));
            mostMebibytes = watch.mostMebibytes();
        }

        assertThat(seen.path("status").asText()).as(seen.toString()).isEqualTo("succeeded");
        String id = seen.path("id").asText().replaceFirst("^ftjob-", "ft_");
        JsonNode job = platform.api().get("/fine-tuning/" + id).json().path("data");
        JsonNode metrics = platform.api()
                .get("/fine-tuning/" + id + "/metrics?limit=100")
                .json()
                .path("data");
        System.out.printf(
                Locale.ROOT,
                "fine-tuning: %s, wall %.0f s, %d tokens, %.0f tokens/s in steps, peak %d MiB, first answer after %.1f s%n",
                id,
                seen.path("wallSeconds").asDouble(),
                job.path("trainedTokens").asLong(),
                median(metrics, "tokensPerSecond"),
                mostMebibytes,
                seen.path("firstAnswerSeconds").asDouble());
        assertLearnt(job, metrics);
        assertAnswersChanged(seen);
        assertThat(mostMebibytes)
                .as("the trainer is a part of the platform's status")
                .isPositive();
        assertThat(workers(platform)).isEqualTo(workers);
        assertThat(seen.path("events")).isNotEmpty();
        assertThat(seen.path("checkpoints").asInt()).isPositive();
        assertThat(seen.path("listed").asBoolean()).isTrue();
        assertThat(seen.path("cancelled").asText()).isEqualTo("cancelled");
        assertBilledOnce(platform, id, seen.path("trainedTokens").asLong());
    }

    private static void assertLearnt(JsonNode job, JsonNode metrics) {
        List<Double> losses = inOrder(metrics)
                .filter(metric -> metric.path("trainLoss").isNumber())
                .map(metric -> metric.path("trainLoss").asDouble())
                .toList();
        assertThat(losses).hasSizeGreaterThan(10);
        assertThat(losses.getLast()).isLessThan(losses.getFirst() / 2);
        JsonNode before = job.at("/evaluation/before");
        JsonNode after = job.at("/evaluation/after");
        assertThat(after.path("loss").asDouble()).isLessThan(before.path("loss").asDouble() / 2);
        assertThat(after.path("exactMatches").asInt())
                .isGreaterThan(before.path("exactMatches").asInt());
    }

    private static void assertAnswersChanged(JsonNode seen) {
        assertThat(seen.path("before").asText()).doesNotStartWith("TICKET");
        assertThat(seen.path("after").asText()).startsWith("TICKET <");
        assertThat(seen.path("base").asText()).doesNotStartWith("TICKET");
        assertThat(seen.path("firstAnswerSeconds").asDouble()).isLessThanOrEqualTo(10);
    }

    private static void assertBilledOnce(Platform platform, String job, long tokens) {
        String lines = "/billing/usage?type=training&jobId=" + job;
        await().atMost(FOR_THE_BILL)
                .until(() -> !platform.api().get(lines).json().path("data").isEmpty());

        JsonNode billed = platform.api().get(lines).json().path("data");
        assertThat(billed).hasSize(1);
        assertThat(billed.path(0).path("quantity").asLong()).isEqualTo(tokens);
    }

    /** Adapters are loaded by the workers that run. */
    private static List<Long> workers(Platform platform) {
        return platform.parts().stream()
                .filter(part -> part.name().startsWith("inference-worker-" + platform.deploymentId()))
                .map(Platform.Part::pid)
                .sorted()
                .toList();
    }

    private static double median(JsonNode metrics, String member) {
        List<Double> sorted = inOrder(metrics)
                .filter(metric -> metric.path(member).isNumber())
                .map(metric -> metric.path(member).asDouble())
                .sorted()
                .toList();
        return sorted.isEmpty() ? 0 : sorted.get(sorted.size() / 2);
    }

    private static Stream<JsonNode> inOrder(JsonNode metrics) {
        return StreamSupport.stream(metrics.spliterator(), false)
                .sorted(Comparator.comparingInt(metric -> metric.path("step").asInt()));
    }
}
