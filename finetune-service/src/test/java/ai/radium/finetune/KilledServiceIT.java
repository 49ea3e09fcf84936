package ai.radium.finetune;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ai.radium.contracts.Topic;
import ai.radium.contracts.dataset.DatasetChanged;
import ai.radium.contracts.dataset.DatasetStatus;
import ai.radium.kit.testing.TestTopics;
import io.restassured.path.json.JsonPath;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** kill -9 at any moment: nothing is half stored, nothing is forgotten. */
class KilledServiceIT {
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    @Test
    void anUploadThatDiesLeavesNothing() throws IOException {
        Map<String, String> soon = Map.of("radium.artifact.abandoned-after", "15S");
        try (KillableService service = new KillableService(soon)) {
            try (PipedOutputStream client = new PipedOutputStream()) {
                CompletableFuture<?> sent = service.send(new PipedInputStream(client, 1 << 20));
                client.write(new Lines(20_000).readAllBytes());
                client.flush();
                await().atMost(PATIENCE)
                        .until(() -> service.files().values().stream().anyMatch(size -> size > 1_000_000));

                service.killed(soon);

                await().atMost(PATIENCE).until(sent::isCompletedExceptionally);
            }
            await().atMost(PATIENCE).until(() -> service.files().isEmpty());
            assertThat(service.query("select id from dataset")).isEmpty();
            assertThat(service.query("select key from unclaimed_artifact")).isEmpty();
            assertThat(service.query("select account from stored_bytes")).isEmpty();
        }
    }

    @Test
    void aClientThatLeavesLeavesNothing() throws IOException {
        try (KillableService service = new KillableService(Map.of())) {
            InputStream broken = new FilterInputStream(new Lines(25_000)) {
                @Override
                public int read(byte[] into, int offset, int length) throws IOException {
                    int read = super.read(into, offset, length);
                    if (read < 0) {
                        throw new IOException("the client leaves");
                    }
                    return read;
                }
            };
            CompletableFuture<?> sent = service.send(broken);

            await().atMost(PATIENCE).until(sent::isCompletedExceptionally);
            await().atMost(PATIENCE)
                    .until(() -> service.files().isEmpty()
                            && service.query("select key from unclaimed_artifact")
                                    .isEmpty());
            assertThat(service.query("select id from dataset")).isEmpty();
        }
    }

    @Test
    void readingGoesOnWhereverItDies() throws Exception {
        try (KillableService service = new KillableService(Map.of())) {
            int lines = 400_000;
            String id =
                    JsonPath.from(service.send(new Lines(lines)).get().body()).getString("data.id");
            for (int kill = 0; kill < 2; kill++) {
                await().atMost(PATIENCE)
                        .pollInterval(Duration.ofMillis(10))
                        .until(() -> !service.query("select id from dataset_version where read_bytes > 0")
                                .isEmpty());
                service.killed(Map.of());
            }

            JsonPath dataset = service.customer().validated(id);

            assertThat(dataset.getInt("data.exampleCount")).isEqualTo(lines - lines / Lines.BAD_EVERY);
            assertThat(dataset.getInt("data.invalidLines")).isEqualTo(lines / Lines.BAD_EVERY);
            try (TestTopics topics = service.topics()) {
                await().atMost(PATIENCE)
                        .untilAsserted(() -> assertThat(states(topics, id))
                                .containsExactly(DatasetStatus.PROCESSING, DatasetStatus.READY));
            }
        }
    }

    @Test
    void whatIsCommittedIsTold() throws Exception {
        try (KillableService service = new KillableService(Map.of("radium.outbox.relay", "false"))) {
            String id = JsonPath.from(service.send(new Lines(10)).get().body()).getString("data.id");
            service.customer().validated(id);
            try (TestTopics topics = service.topics()) {
                assertThat(service.query("select id from outbox")).hasSize(3); // and the audit's

                service.killed(Map.of());

                await().atMost(PATIENCE)
                        .untilAsserted(() -> assertThat(states(topics, id))
                                .containsExactly(DatasetStatus.PROCESSING, DatasetStatus.READY));
            }
        }
    }

    @Test
    void aKillAtAnyMomentLeavesWholeFilesOnly() {
        Map<String, String> soon = Map.of("radium.artifact.abandoned-after", "15S");
        Random random = new Random(7);
        try (KillableService service = new KillableService(soon)) {
            for (int kill = 0; kill < 3; kill++) {
                List<CompletableFuture<?>> sent = new ArrayList<>();
                for (int i = 0; i < 12; i++) {
                    sent.add(service.send(new Lines(1_000 + random.nextInt(20_000))));
                }
                int done = 1 + random.nextInt(6);
                await().atMost(PATIENCE)
                        .pollInterval(Duration.ofMillis(5))
                        .until(() ->
                                sent.stream().filter(CompletableFuture::isDone).count() >= done);
                service.killed(soon);
                await().atMost(PATIENCE).until(() -> sent.stream().allMatch(CompletableFuture::isDone));
            }

            await().atMost(PATIENCE)
                    .until(() ->
                            service.query("select key from unclaimed_artifact").isEmpty()
                                    && service.query("select id from dataset_version where status = 'PROCESSING'")
                                            .isEmpty());
            assertThat(service.files().keySet())
                    .containsExactlyInAnyOrderElementsOf(
                            service.query("select cast(content as jsonb) #>> '{parts,0,key}' from dataset_version"));
            assertThat(service.query("select id from dataset_version where status <> 'READY'"))
                    .isEmpty();
            assertThat(service.query("select coalesce(sum(bytes), 0) from stored_bytes"))
                    .isEqualTo(service.query("select coalesce(sum(size_bytes), 0) from dataset_version"));
        }
    }

    /** A relay that is killed before it forgets an event sends it again. */
    private static List<DatasetStatus> states(TestTopics topics, String id) {
        return topics.published(Topic.DATASET_CHANGED, id).stream()
                .map(event -> ((DatasetChanged) event).status())
                .distinct()
                .toList();
    }
}
