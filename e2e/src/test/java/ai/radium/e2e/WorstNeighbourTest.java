package ai.radium.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
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
    private static final Duration WHOLE_AGAIN = Duration.ofSeconds(10);

    @Test
    void aVictimsCallsGoOn(Platform platform) throws Exception {
        ApiClient victim = platform.api().withKey(Platform.secret(platform.newKey("{\"name\":\"victim\"}")));
        ApiClient attacker = platform.stranger();
        assertThat(attacker.get("/account").status()).isEqualTo(200);
        ApiClient attackerKey = attacker.withKey(Platform.secret(
                attacker.post("/api-keys", "{\"name\":\"worst\"}").json()));
        List<Long> quiet = calls(victim, SHARED_MODEL, QUIET_CALLS);
        Map<String, Long> memoryBefore = memory(platform);

        List<Long> beside;
        Map<String, Long> memoryBeside;
        WorstNeighbour neighbour = new WorstNeighbour(attackerKey, SHARED_MODEL);
        try (neighbour) {
            neighbour.start();
            beside = calls(victim, SHARED_MODEL, CALLS);
            memoryBeside = memory(platform);
        }

        await().atMost(WHOLE_AGAIN).untilAsserted(() -> {
            assertThat(firstTokenMillis(victim, SHARED_MODEL)).isPositive();
            assertThat(platform.parts())
                    .allSatisfy(part -> assertThat(part.state()).isEqualTo("ready"));
        });
        report(quiet, beside, memoryBefore, memoryBeside, neighbour);
        assertThat(beside).as("calls that failed have no time").doesNotContain(-1L);
        if (MINUTES > 0) {
            assertThat(percentile(beside, 99)).isLessThanOrEqualTo(2 * percentile(quiet, 99));
        }
    }

    /** Milliseconds to the first token of each call; −1 for one that failed. One begins every half second, come what may. */
    private static List<Long> calls(ApiClient api, String model, int count) throws Exception {
        try (ScheduledExecutorService clock = Executors.newScheduledThreadPool(32)) {
            List<Future<Long>> calls = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                calls.add(clock.schedule(
                        () -> firstTokenMillis(api, model), i * CALL_EVERY_MILLIS, TimeUnit.MILLISECONDS));
            }
            List<Long> times = new ArrayList<>();
            for (Future<Long> call : calls) {
                times.add(call.get());
            }
            return times;
        }
    }

    private static long firstTokenMillis(ApiClient api, String model) {
        URI address = URI.create(api.baseUrl() + "/chat/completions");
        String body =
                "{\"model\":\"%s\",\"stream\":true,\"max_tokens\":8,\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]}"
                        .formatted(model);
        long before = System.nanoTime();
        try (Socket socket = new Socket(address.getHost(), address.getPort());
                BufferedReader lines =
                        new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8))) {
            socket.setSoTimeout(60_000);
            socket.getOutputStream()
                    .write(("POST " + address.getPath()
                                    + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\nAuthorization: Bearer " + api.key()
                                    + "\r\nContent-Length: " + body.length() + "\r\n\r\n" + body)
                            .getBytes(StandardCharsets.UTF_8));
            long first = -1;
            boolean done = false;
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (first < 0 && line.startsWith("data: {")) {
                    first = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - before);
                }
                done |= line.equals("data: [DONE]");
            }
            return done ? first : -1;
        } catch (IOException e) {
            return -1;
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

    private static long percentile(List<Long> times, int percent) {
        List<Long> sorted = times.stream().sorted().toList();
        return sorted.get(Math.ceilDiv(percent * sorted.size(), 100) - 1);
    }

    private static void report(
            List<Long> quiet,
            List<Long> beside,
            Map<String, Long> memoryBefore,
            Map<String, Long> memoryBeside,
            WorstNeighbour neighbour) {
        System.out.printf(
                "worst neighbour: %d calls, failed %d, first token p50 %d ms (quiet %d), p99 %d ms (quiet %d)%n",
                beside.size(),
                beside.stream().filter(time -> time < 0).count(),
                percentile(beside, 50),
                percentile(quiet, 50),
                percentile(beside, 99),
                percentile(quiet, 99));
        System.out.println("worst neighbour: memory MiB before " + memoryBefore + ", beside " + memoryBeside);
        System.out.println("worst neighbour: its replies " + new TreeMap<>(neighbour.replies()));
    }
}
