package ai.radium.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * A thousand calls while a worker, billing-service, Kafka and Redis are each killed once: every token that a client was
 * given is used once, billed once and entered in the ledger once.
 */
@ExtendWith(RunningPlatform.class)
class KilledPartsTest {
    private static final int CALLS = 1_000;
    private static final int CLIENTS = 8;

    /** A kill counts only while so many calls are open. */
    private static final int LEAST_OPEN = 4;

    @Test
    void billsEveryTokenOnceWhileEachPartIsKilled(Platform platform) throws InterruptedException {
        JsonNode key = platform.newKey("{\"name\":\"killed-parts\"}");
        Traffic traffic = new Traffic(platform.api().withKey(Platform.secret(key)), platform.model(), CALLS, CLIENTS);
        traffic.start();
        List<String> victims =
                List.of("inference-worker-" + platform.deploymentId() + "-0", "billing-service", "kafka", "redis");
        Map<String, Long> killed = new HashMap<>();
        for (int i = 0; i < victims.size(); i++) {
            traffic.awaitEnded((i + 1) * CALLS / (victims.size() + 1));
            long pid = platform.part(victims.get(i)).pid();
            traffic.awaitOpen(LEAST_OPEN);
            Platform.kill(pid);
            killed.put(victims.get(i), pid);
        }

        List<Call> calls = traffic.finish();

        killed.forEach(
                (part, pid) -> assertThat(platform.part(part).pid()).as(part).isNotEqualTo(pid));
        assertThat(platform.errors("gateway-service")).isEmpty();
        assertThat(calls)
                .hasSize(CALLS)
                .noneMatch(call -> call.end() == Call.End.BARE || call.end() == Call.End.UNREACHED);
        BilledLines lines = new BilledLines(platform.api(), key.at("/data/id").asText());
        Map<String, Integer> given = calls.stream()
                .filter(call -> call.completionTokens() > 0)
                .collect(Collectors.toMap(Call::requestId, Call::completionTokens));
        await().atMost(Duration.ofMinutes(3))
                .untilAsserted(
                        () -> assertThat(lines.completionTokensByRequest()).containsExactlyInAnyOrderEntriesOf(given));
        Map<String, Integer> worked = new WorkerLogs(platform.home()).completionTokensByRequest();
        calls.stream()
                .filter(call -> call.end() == Call.End.WHOLE)
                .forEach(call -> assertThat(worked).containsEntry(call.requestId(), call.completionTokens()));
        assertThat(lines.total()).isEqualByComparingTo(lines.debited());
        report(calls, lines.total());
    }

    private static void report(List<Call> calls, BigDecimal total) {
        Map<Call.End, Long> ends = calls.stream().collect(Collectors.groupingBy(Call::end, Collectors.counting()));
        int tokens = calls.stream().mapToInt(Call::completionTokens).sum();
        System.out.printf(
                "killed parts: sent %d, ends %s, completion tokens given = billed = %d, ledger = %s USD, difference 0%n",
                calls.size(), ends, tokens, total.toPlainString());
    }
}
