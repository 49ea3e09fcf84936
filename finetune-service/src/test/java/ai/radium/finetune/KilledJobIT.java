package ai.radium.finetune;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ai.radium.contracts.Topic;
import ai.radium.contracts.finetune.JobChanged;
import ai.radium.contracts.finetune.JobStatus;
import ai.radium.contracts.finetune.TokensTrained;
import ai.radium.kit.testing.TestTopics;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** kill -9 of the service while a job waits, runs and ends: it goes on, and is billed once. */
class KilledJobIT {
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final int STEPS = 150;

    /** Tells fifteen seconds of steps, of ten tokens each, and makes an adapter; what it is to be killed for is the service. */
    private static final String TRAINER = """
            output=$(sed -n 's/.*"output":"\\([^"]*\\)".*/\\1/p' "$1")
            mkdir -p "$output"
            echo '{"type":"started","steps":{steps},"trainedTokens":{steps}0,"examples":4,"leftOut":0,"cutTokens":0,"memoryBytes":1000}'
            for step in $(seq 1 {steps}); do
                echo '{"type":"step","step":'$step',"epoch":1,"trainLoss":1.5,"tokenAccuracy":0.5,"learningRate":0.1,"tokensPerSecond":100,"trainedTokens":'$step'0}'
                sleep 0.1
            done
            printf 'an adapter' > "$output/adapter.gguf"
            printf 'tensors' > "$output/adapter_model.safetensors"
            printf '{}' > "$output/adapter_config.json"
            sum=$(sha256sum "$output/adapter.gguf" | cut -c1-64)
            echo '{"type":"completed","adapterFile":"'$output'/adapter.gguf","sha256":"'$sum'","safetensorsFile":"'$output'/adapter_model.safetensors","steps":{steps},"trainedTokens":{steps}0,"finalLoss":1.5,"stoppedEarly":false,"seconds":15,"peakMemoryBytes":1000}'
            """;

    @TempDir
    private Path folder;

    private Map<String, String> settings() throws IOException {
        Path script =
                Files.writeString(folder.resolve("trainer.sh"), TRAINER.replace("{steps}", Integer.toString(STEPS)));
        return Map.of(
                "radium.trainer.local.home",
                folder.resolve("trainers").toString(),
                "radium.trainer.local.command",
                "bash," + script);
    }

    @Test
    void aJobGoesOnWhereverTheServiceDies() throws IOException {
        Map<String, String> settings = settings();
        Random random = new Random(11);
        try (KillableService service = new KillableService(settings);
                TestTopics topics = service.topics()) {
            Catalogue.tell(topics);
            await().atMost(PATIENCE)
                    .until(() -> service.query("select id from model_copy").size() == 3);
            String dataset = service.customer().ready("a.jsonl", Customer.PAIR.repeat(4));
            String id = created(service, dataset);
            service.killed(settings);
            for (int kill = 0; kill < 2; kill++) {
                int further = furthest(service) + 1 + random.nextInt(10);
                await().atMost(PATIENCE)
                        .pollInterval(Duration.ofMillis(20))
                        .until(() -> furthest(service) >= further || isCompleted(service));
                service.killed(settings);
            }

            await().atMost(PATIENCE).until(() -> isCompleted(service));

            assertThat(service.query("select step from job_metric order by step"))
                    .containsExactlyElementsOf(IntStream.rangeClosed(1, STEPS)
                            .mapToObj(Integer::toString)
                            .toList());
            assertThat(service.query("select used_by from dataset_use")).isEmpty();
            await().atMost(PATIENCE)
                    .until(() -> service.query("select id from job where not cleared")
                            .isEmpty());
            assertToldOnce(topics, id);
        }
    }

    @Test
    void whatIsCancelledStaysSoAndIsBilledOnce() throws IOException {
        Map<String, String> settings = settings();
        try (KillableService service = new KillableService(settings);
                TestTopics topics = service.topics()) {
            Catalogue.tell(topics);
            await().atMost(PATIENCE)
                    .until(() -> service.query("select id from model_copy").size() == 3);
            String id = created(service, service.customer().ready("a.jsonl", Customer.PAIR.repeat(4)));
            await().atMost(PATIENCE).until(() -> furthest(service) > 3);
            service.customer()
                    .request()
                    .post("/fine-tuning/" + id + "/cancel")
                    .then()
                    .statusCode(200);
            long trained = Long.parseLong(
                    service.query("select trained_tokens from job").getFirst());
            service.killed(settings);

            await().atMost(PATIENCE)
                    .until(() -> service.query("select id from job where not cleared")
                            .isEmpty());

            assertThat(service.query("select status from job")).containsExactly("CANCELLED");
            assertThat(folder.resolve("trainers").resolve(id)).doesNotExist();
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(billed(topics, id)).containsExactly(trained));
        }
    }

    private static String created(KillableService service, String dataset) {
        return service.customer()
                .request()
                .contentType("application/json")
                .body("{\"name\":\"x\",\"baseModel\":\"%s\",\"datasetId\":\"%s\"}".formatted(Catalogue.MODEL, dataset))
                .post("/fine-tuning")
                .then()
                .statusCode(201)
                .extract()
                .path("data.id");
    }

    private static int furthest(KillableService service) {
        return Integer.parseInt(service.query("select step from job").getFirst());
    }

    private static boolean isCompleted(KillableService service) {
        return service.query("select status from job").contains("COMPLETED");
    }

    /** A relay that is killed before it forgets an event sends it again, with the same id. */
    private static void assertToldOnce(TestTopics topics, String id) {
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(topics.published(Topic.FINETUNE_CHANGED, id))
                        .filteredOn(JobChanged.class::isInstance)
                        .extracting(event -> ((JobChanged) event).status())
                        .containsSequence(JobStatus.RUNNING, JobStatus.COMPLETED));
        assertThat(billed(topics, id)).containsExactly(STEPS * 10L);
    }

    private static List<Long> billed(TestTopics topics, String id) {
        return topics.published(Topic.FINETUNE_CHANGED, id).stream()
                .filter(TokensTrained.class::isInstance)
                .map(event -> (TokensTrained) event)
                .distinct()
                .map(TokensTrained::tokens)
                .toList();
    }
}
