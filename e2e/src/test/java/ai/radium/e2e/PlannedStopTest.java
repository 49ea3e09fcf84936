package ai.radium.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Two gateways that are stopped one after the other with open streams: no end is bare, and what was told is billed. */
@ExtendWith(RunningPlatform.class)
class PlannedStopTest {
    private static final int STREAMS = 6;
    private static final int TOKENS = 2_000;

    @Test
    void aRollingRestartLeavesNoStreamBareAndBillsWhatWasTold(Platform platform) throws Exception {
        JsonNode key = platform.newKey("{\"name\":\"planned-stop\"}");
        String prefix = "stop-" + key.at("/data/id").asText() + "-";
        try (MoreGateways gateways = new MoreGateways(platform, 2, Map.of("RADIUM_STOP_SECONDS", "8"));
                OpenStreams streams = new OpenStreams()) {
            for (int i = 0; i < STREAMS; i++) {
                String gateway = gateways.baseUrls().get(i % 2);
                streams.open(gateway, Platform.secret(key), platform.model(), prefix + i, TOKENS);
            }
            streams.awaitBegun();

            gateways.restart(0);
            gateways.restart(1);
            List<Call> ends = streams.ends();

            assertThat(ends).noneMatch(call -> call.end() == Call.End.BARE);
            Map<String, Integer> told = ends.stream()
                    .filter(call -> call.completionTokens() > 0)
                    .collect(Collectors.toMap(Call::requestId, Call::completionTokens));
            BilledLines lines =
                    new BilledLines(platform.api(), key.at("/data/id").asText());
            await().atMost(Duration.ofSeconds(60))
                    .untilAsserted(() ->
                            assertThat(lines.completionTokensByRequest()).containsExactlyInAnyOrderEntriesOf(told));
            report(ends);
        }
    }

    private static void report(List<Call> ends) {
        Map<Call.End, Long> counts = ends.stream().collect(Collectors.groupingBy(Call::end, Collectors.counting()));
        System.out.printf(
                "planned stop: %d streams, ends %s, bare 0, tokens told = billed = %d%n",
                ends.size(),
                counts,
                ends.stream().mapToInt(Call::completionTokens).sum());
    }
}
