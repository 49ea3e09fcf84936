package ai.radium.finetune;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ai.radium.process.Memory;
import io.restassured.path.json.JsonPath;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The largest file: how long it takes, and how little memory. */
@Tag("long")
class GigabyteIT {
    private static final long LINES = 5_150_000;
    private static final Memory MEMORY = Memory.ofThisMachine();
    private static final long MOST_GROWTH = 300L * 1024 * 1024;

    @Test
    void aGigabyteIsTakenAndReadWithinLittleMemory() throws Exception {
        try (KillableService service = new KillableService(Map.of())) {
            service.customer().ready("small.jsonl", Customer.PAIR);
            long before = MEMORY.resident(service.pid());
            long began = System.nanoTime();
            HttpResponse<String> reply = service.send(new Lines(LINES)).get();
            long stored = System.nanoTime();
            assertThat(reply.statusCode()).as(reply.body()).isEqualTo(201);
            String id = JsonPath.from(reply.body()).getString("data.id");

            JsonPath dataset = await().atMost(Duration.ofMinutes(10))
                    .until(
                            () -> service.customer()
                                    .get("/datasets/" + id)
                                    .extract()
                                    .jsonPath(),
                            found -> !found.getString("data.status").equals("processing"));

            long most = MEMORY.mostResident(service.pid());
            long growth = most - before;
            System.out.printf(
                    "%,d bytes: stored in %.1f s, read in %.1f s, RSS at most %,d MiB, %,d more than before, %,d bad lines%n",
                    dataset.getLong("data.sizeBytes"),
                    (stored - began) / 1e9,
                    (System.nanoTime() - stored) / 1e9,
                    most >> 20,
                    growth >> 20,
                    dataset.getLong("data.invalidLines"));
            assertThat(dataset.getString("data.status")).isEqualTo("ready");
            assertThat(dataset.getLong("data.sizeBytes")).isBetween(1_000_000_000L, 1L << 30);
            assertThat(dataset.getLong("data.invalidLines")).isEqualTo(LINES / Lines.BAD_EVERY);
            assertThat(dataset.getLong("data.exampleCount")).isEqualTo(LINES - LINES / Lines.BAD_EVERY);
            assertThat(growth).isLessThan(MOST_GROWTH);
        }
    }
}
