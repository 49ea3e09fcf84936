package ai.radium.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * One account at its worst beside another one with two calls a second on the same model: none of its calls fails, and
 * afterwards all is as before. Times are printed; {@code -Dneighbour.minutes=10} is the whole measurement, and then the time to the
 * first token has a bar.
 */
@Tag("long")
@ExtendWith(RunningPlatform.class)
class WorstNeighbourTest {
    /** The demo's serverless model, which every account may call. */
    private static final String SHARED_MODEL = "llama2:7b";

    private static final int MINUTES = Integer.getInteger("neighbour.minutes", 0);
    private static final int QUIET_CALLS = MINUTES > 0 ? 120 : 20;
    private static final int CALLS = MINUTES > 0 ? MINUTES * 120 : 40;
    private static final long CALL_EVERY_MILLIS = 500;
    private static final int SLOWEST_TOLD = 20;
    private static final Duration WHOLE_AGAIN = Duration.ofSeconds(10);

    @Test
    void aVictimsCallsGoOn(Platform platform) throws Exception {
        ApiClient victim = platform.api().withKey(Platform.secret(platform.newKey("{\"name\":\"victim\"}")));
        ApiClient attacker = platform.stranger();
        assertThat(attacker.get("/account").status()).isEqualTo(200);
        ApiClient attackerKey = attacker.withKey(Platform.secret(
                attacker.post("/api-keys", "{\"name\":\"worst\"}").json()));
        List<VictimCall> quiet = calls(victim, SHARED_MODEL, QUIET_CALLS);
        Map<String, Long> memoryBefore = memory(platform);

        List<VictimCall> beside;
        Map<String, Long> memoryBeside;
        WorstNeighbour neighbour = new WorstNeighbour(attackerKey, SHARED_MODEL);
        try (neighbour) {
            neighbour.start();
            beside = calls(victim, SHARED_MODEL, CALLS);
            memoryBeside = memory(platform);
        }

        await().atMost(WHOLE_AGAIN).untilAsserted(() -> {
            assertThat(VictimCall.now(victim, SHARED_MODEL).failed()).isFalse();
            assertThat(platform.parts())
                    .allSatisfy(part -> assertThat(part.state()).isEqualTo("ready"));
        });
        report(quiet, beside, memoryBefore, memoryBeside, neighbour);
        assertThat(beside).filteredOn(VictimCall::failed).isEmpty();
        if (MINUTES > 0) {
            assertThat(percentile(beside, 99)).isLessThanOrEqualTo(2 * percentile(quiet, 99));
        }
    }

    /** One begins every half second, come what may. */
    private static List<VictimCall> calls(ApiClient api, String model, int count) throws Exception {
        try (ScheduledExecutorService clock = Executors.newScheduledThreadPool(32)) {
            List<Future<VictimCall>> calls = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                calls.add(
                        clock.schedule(() -> VictimCall.now(api, model), i * CALL_EVERY_MILLIS, TimeUnit.MILLISECONDS));
            }
            List<VictimCall> ended = new ArrayList<>();
            for (Future<VictimCall> call : calls) {
                ended.add(call.get());
            }
            return ended;
        }
    }

    private static Map<String, Long> memory(Platform platform) {
        return platform.parts().stream()
                .collect(Collectors.toMap(
                        Platform.Part::name,
                        part -> new ProcessView(part.pid()).residentMebibytes(),
                        (first, second) -> first,
                        TreeMap::new));
    }

    /** Of the times to the first token, where there was one. */
    private static long percentile(List<VictimCall> calls, int percent) {
        List<Long> sorted = calls.stream()
                .filter(call -> !call.failed())
                .map(VictimCall::firstTokenMillis)
                .sorted()
                .toList();
        return sorted.get(Math.ceilDiv(percent * sorted.size(), 100) - 1);
    }

    private static void report(
            List<VictimCall> quiet,
            List<VictimCall> beside,
            Map<String, Long> memoryBefore,
            Map<String, Long> memoryBeside,
            WorstNeighbour neighbour) {
        System.out.printf(
                "worst neighbour: %d calls, failed %d, first token p50 %d ms (quiet %d), p99 %d ms (quiet %d)%n",
                beside.size(),
                beside.stream().filter(VictimCall::failed).count(),
                percentile(beside, 50),
                percentile(quiet, 50),
                percentile(beside, 99),
                percentile(quiet, 99));
        beside.stream()
                .filter(VictimCall::failed)
                .forEach(call -> System.out.println("worst neighbour: failed " + call));
        beside.stream()
                .sorted(Comparator.comparingLong(VictimCall::firstTokenMillis).reversed())
                .limit(SLOWEST_TOLD)
                .forEach(call -> System.out.println("worst neighbour: slow " + call));
        System.out.println("worst neighbour: memory MiB before " + memoryBefore + ", beside " + memoryBeside);
        System.out.println("worst neighbour: its replies " + new TreeMap<>(neighbour.replies()));
    }
}
