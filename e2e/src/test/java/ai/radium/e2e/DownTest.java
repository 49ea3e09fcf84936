package ai.radium.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** {@code ./radium down} under six open streams, and of an idle platform. */
@Tag("long")
class DownTest {
    private static final int STREAMS = 6;

    @Test
    void streamsEndInWordsAndWhatWasToldIsBilledAfterTheNextUp() throws Exception {
        try (Platform platform =
                        new Platform(Path.of("target/radium-down").toAbsolutePath(), RunningPlatform.freePorts());
                OpenStreams streams = new OpenStreams()) {
            platform.start();
            JsonNode key = platform.newKey("{\"name\":\"down\"}");
            for (int i = 0; i < STREAMS; i++) {
                streams.open(platform.baseUrl(), Platform.secret(key), platform.model(), "down-" + i, 3_000);
            }
            streams.awaitBegun();

            long before = System.nanoTime();
            platform.radium("down");
            long busyMillis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - before);
            List<Call> ends = streams.ends();
            platform.radium("up");

            assertThat(ends).noneMatch(call -> call.end() == Call.End.BARE);
            Map<String, Integer> told = ends.stream()
                    .filter(call -> call.completionTokens() > 0)
                    .collect(Collectors.toMap(Call::requestId, Call::completionTokens));
            BilledLines lines =
                    new BilledLines(platform.api(), key.at("/data/id").asText());
            await().atMost(Duration.ofSeconds(60))
                    .ignoreExceptions()
                    .untilAsserted(() ->
                            assertThat(lines.completionTokensByRequest()).containsExactlyInAnyOrderEntriesOf(told));
            List<String> services = platform.parts().stream()
                    .map(Platform.Part::name)
                    .filter(name -> name.endsWith("-service"))
                    .toList();
            before = System.nanoTime();
            platform.radium("down");
            long idleMillis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - before);
            assertThat(services)
                    .hasSize(6)
                    .allSatisfy(service -> assertThat(platform.errors(service))
                            .as("errors of %s", service)
                            .isEmpty());
            System.out.printf(
                    "down: %d streams, ends %s, bare 0, tokens told = billed = %d; down took %d ms with streams, %d ms idle%n",
                    STREAMS,
                    ends.stream().collect(Collectors.groupingBy(Call::end, Collectors.counting())),
                    told.values().stream().mapToInt(n -> n).sum(),
                    busyMillis,
                    idleMillis);
        }
    }
}
