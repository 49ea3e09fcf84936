package ai.radium.analytics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ai.radium.contracts.usage.UsageRecord;
import ai.radium.contracts.usage.UsageRecorded;
import ai.radium.kit.ids.Ids;
import ai.radium.kit.testing.PackagedService;
import ai.radium.kit.testing.RawHttp;
import ai.radium.kit.testing.TestEdge;
import ai.radium.kit.testing.TestTopics;
import ai.radium.process.Memory;
import io.restassured.path.json.JsonPath;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * What a record costs, and how soon reports come. One account has all records, over 30 days: 8 models, each of one
 * deployment, called by 12 keys; as a gateway sends them, 500 a message and in order of time. The service has one core
 * ({@code taskset}) and the quick compiler alone (C1), as tests start it. {@code -Dradium.bench.records=10000000}.
 */
@Tag("long")
class UsageBenchmarkIT {
    private static final int MODELS = 8;
    private static final int KEYS = 12;
    private static final int OF_A_MESSAGE = 500;
    private static final int TRIES = 40;
    private static final Memory MEMORY = Memory.ofThisMachine();
    private static final Duration WINDOW = Duration.ofDays(30);

    private final int records = Integer.getInteger("radium.bench.records", 1_000_000);
    private final Random random = new Random(1);
    private final TestEdge edge = new TestEdge();
    private final String account = Ids.next("acct");
    private final Instant end = Instant.now().truncatedTo(ChronoUnit.DAYS);
    private final Instant begin = end.minus(WINDOW);

    @Test
    void countsRecordsAndAnswersInTime() throws Exception {
        Map<String, String> settings = new AnalyticsStack().start();
        edge.publishAt(AnalyticsStack.setting(settings, "radium.internal.jwks"));
        try (PackagedService service = new PackagedService(settings);
                TestTopics topics = new TestTopics(
                        AnalyticsStack.setting(settings, "radium.kafka"),
                        AnalyticsStack.setting(settings, "radium.outbox.topic-prefix"))) {
            await().atMost(Duration.ofMinutes(2)).until(service::isReady);
            new ProcessBuilder("taskset", "-a", "-p", "-c", "0", Long.toString(service.pid()))
                    .start()
                    .waitFor();
            Duration cpuBefore = cpu(service);
            long began = System.nanoTime();
            for (int i = 0; i < records / OF_A_MESSAGE; i++) {
                topics.send(message(i));
            }
            await().atMost(Duration.ofHours(2))
                    .pollInterval(Duration.ofMillis(500))
                    .until(() -> counted(service) >= records);
            double seconds = (System.nanoTime() - began) / 1e9;
            System.out.printf(
                    "%,d records in %.1f s: %,.0f records/s, %.1f CPU-µs a record of the service; RSS %,d MiB%n",
                    records,
                    seconds,
                    records / seconds,
                    cpu(service).minus(cpuBefore).toNanos() / 1e3 / records,
                    MEMORY.resident(service.pid()) >> 20);
            double slowest = 0;
            for (String route : List.of("usage", "costs", "performance")) {
                for (String by : List.of("model", "deployment", "key", "adapter", "job", "day")) {
                    slowest = Math.max(slowest, p95(service, route, by));
                }
            }
            System.out.printf("RSS after all reports %,d MiB%n", MEMORY.resident(service.pid()) >> 20);
            assertThat(slowest).as("slowest p95, ms").isLessThanOrEqualTo(500);
        }
    }

    private UsageRecorded message(int number) {
        long position = WINDOW.toSeconds() * number / Math.max(1, records / OF_A_MESSAGE);
        List<UsageRecord> part = new ArrayList<>(OF_A_MESSAGE);
        for (int i = 0; i < OF_A_MESSAGE; i++) {
            part.add(Outside.completed(
                    "key_" + random.nextInt(KEYS),
                    "model_" + random.nextInt(MODELS),
                    begin.plusSeconds(position + random.nextInt(30)).toString(),
                    random.nextInt(2_000),
                    0,
                    1 + random.nextInt(500),
                    (long) (100_000 * Math.exp(random.nextGaussian()))));
        }
        return new UsageRecorded(account, part);
    }

    /** Milliseconds over two hours, a day, a week and all of it, each as often. */
    private double p95(PackagedService service, String route, String by) {
        RawHttp http = new RawHttp(service.uri(), () -> edge.developerOf(account, "analytics-service"));
        double[] took = IntStream.range(0, TRIES)
                .mapToDouble(i -> {
                    Instant from = end.minus(
                            Duration.ofHours(List.of(2, 24, 7 * 24, 30 * 24).get(i % 4)));
                    long before = System.nanoTime();
                    assertThat(http.ask("GET", "/analytics/%s?groupBy=%s&from=%s&to=%s".formatted(route, by, from, end))
                                    .status())
                            .isEqualTo(200);
                    return (System.nanoTime() - before) / 1e6;
                })
                .sorted()
                .toArray();
        double p95 = took[(int) Math.ceil(0.95 * TRIES) - 1];
        System.out.printf("%-11s by %-10s p50 %4.0f ms, p95 %4.0f ms%n", route, by, took[TRIES / 2], p95);
        return p95;
    }

    private long counted(PackagedService service) {
        return JsonPath.from(new RawHttp(service.uri(), () -> edge.developerOf(account, "analytics-service"))
                        .ask("GET", "/organization/usage/completions?limit=31&start_time=" + begin.getEpochSecond())
                        .body())
                .getList("data.results.num_model_requests.flatten()", Long.class)
                .stream()
                .mapToLong(Long::longValue)
                .sum();
    }

    private static Duration cpu(PackagedService service) {
        return ProcessHandle.of(service.pid())
                .flatMap(process -> process.info().totalCpuDuration())
                .orElseThrow();
    }
}
