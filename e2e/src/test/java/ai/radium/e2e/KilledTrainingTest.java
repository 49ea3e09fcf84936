package ai.radium.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Trainer and finetune-service are killed at once in the middle of a run; the same run without it is the measure. */
@Tag("long")
@ExtendWith(RunningPlatform.class)
class KilledTrainingTest {
    private static final int LINES = 120;
    private static final Duration PATIENCE = Duration.ofMinutes(10);

    @Test
    void goesOnFromItsCheckpointToTheSameLossAndIsBilledOnce(Platform platform) {
        String dataset = dataset(platform.api());
        String whole = created(platform, dataset);
        JsonNode undisturbed = completed(platform, whole);
        String broken = created(platform, dataset);
        await().atMost(PATIENCE)
                .until(() -> job(platform, broken).path("progress").asInt() >= 50);

        int at = job(platform, broken).path("progress").asInt();
        List<Long> killed = platform.parts().stream()
                .filter(part -> part.name().startsWith("finetune-"))
                .map(Platform.Part::pid)
                .toList();
        killed.forEach(Platform::kill);
        JsonNode done = completed(platform, broken);

        double expected = lastLoss(platform, whole);
        double reached = lastLoss(platform, broken);
        System.out.printf(
                Locale.ROOT,
                "killed at %d %%: %d processes; loss %.5f, undisturbed %.5f; %d tokens%n",
                at,
                killed.size(),
                reached,
                expected,
                done.path("trainedTokens").asLong());
        assertThat(killed).as("trainer and service").hasSize(2);
        assertThat(at).isLessThan(100);
        assertThat(events(platform, broken)).contains("resumed");
        assertThat(reached).isCloseTo(expected, Percentage.withPercentage(2));
        assertThat(done.path("trainedTokens").asLong())
                .isEqualTo(undisturbed.path("trainedTokens").asLong());
        assertThat(done.at("/evaluation/after/loss").asDouble())
                .isCloseTo(undisturbed.at("/evaluation/after/loss").asDouble(), within(0.05));
        assertBilledOnce(platform, broken, done.path("trainedTokens").asLong());
    }

    private static String dataset(ApiClient api) {
        String lines = IntStream.range(0, LINES)
                .mapToObj(
                        "{\"prompt\":\"What is the code of box %1$d?\",\"completion\":\"CODE <%1$d> :: OPEN\"}\n"
                                ::formatted)
                .collect(Collectors.joining());
        ApiClient.Answer made = api.postFile("/datasets", "codes.jsonl", lines);
        assertThat(made.status()).as(made.response().body()).isEqualTo(201);
        return made.json().at("/data/id").asText();
    }

    private static String created(Platform platform, String dataset) {
        ApiClient.Answer made = platform.api().post("/fine-tuning", """
                {"name": "codes", "baseModel": "%s", "datasetId": "%s", "configuration": {"seed": 7, "epochs": 2, "batchSize": 4,
                 "learningRate": 1e-3, "validationSplit": 0.1}}""".formatted(platform.model(), dataset));
        assertThat(made.status()).as(made.response().body()).isEqualTo(201);
        return made.json().at("/data/id").asText();
    }

    private static JsonNode completed(Platform platform, String id) {
        await().atMost(PATIENCE)
                .pollInterval(Duration.ofSeconds(1))
                .ignoreExceptions() // the service is away for a while
                .until(() -> !List.of("pending", "running", "")
                        .contains(job(platform, id).path("status").asText()));
        JsonNode job = job(platform, id);
        assertThat(job.path("status").asText()).as(job.toString()).isEqualTo("completed");
        return job;
    }

    private static JsonNode job(Platform platform, String id) {
        return platform.api().get("/fine-tuning/" + id).json().path("data");
    }

    private static List<String> events(Platform platform, String id) {
        JsonNode found = platform.api()
                .get("/fine-tuning/" + id + "/events?limit=100")
                .json()
                .path("data");
        return StreamSupport.stream(found.spliterator(), false)
                .map(event -> event.path("type").asText())
                .toList();
    }

    private static double lastLoss(Platform platform, String id) {
        JsonNode found = platform.api()
                .get("/fine-tuning/" + id + "/metrics?limit=100")
                .json()
                .path("data");
        return StreamSupport.stream(found.spliterator(), false)
                .filter(metric -> metric.path("trainLoss").isNumber())
                .reduce((one, later) -> later)
                .orElseThrow()
                .path("trainLoss")
                .asDouble();
    }

    private static void assertBilledOnce(Platform platform, String job, long tokens) {
        String lines = "/billing/usage?type=training&jobId=" + job;
        await().atMost(Duration.ofMinutes(1))
                .until(() -> !platform.api().get(lines).json().path("data").isEmpty());
        JsonNode billed = platform.api().get(lines).json().path("data");
        assertThat(billed).hasSize(1);
        assertThat(billed.path(0).path("quantity").asLong()).isEqualTo(tokens);
    }
}
