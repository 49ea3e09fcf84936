package ai.radium.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ai.radium.contracts.usage.UsageRecord;
import ai.radium.devstack.testing.Stack;
import ai.radium.devstack.testing.StackExtension;
import ai.radium.gateway.BreakLane.Row;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.util.ResourceLeakDetector;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * How an inference call breaks × streamed or whole → what the client is told, what is recorded, and that nothing is left:
 * the real gateway at its port, with real Redis, an account-service and workers that break by script.
 * {@code -Dbreaks.runs} and {@code -Dbreaks.seed} choose the random run.
 */
@SuppressWarnings("NullAway.Init") // set before the first test
@ExtendWith(StackExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BreakTableTest {
    private static final Duration SOON = Duration.ofSeconds(10);
    private static final int AT_ONCE = 48;

    /** Rows that are run at a time: most of a row is waiting. */
    private static final int LANES = 4;

    private final List<String> table = new ArrayList<>();
    private final Map<Row, CompletableFuture<BreakLane.Ended>> rows = new ConcurrentHashMap<>();
    private final List<BreakLane> lanes = new ArrayList<>();
    private final List<Thread> threads = new ArrayList<>();
    private final Queue<String> leaks = new ConcurrentLinkedQueue<>();
    private final ResourceLeakDetector.Level levelBefore = ResourceLeakDetector.getLevel();
    private BreakStage stage;
    private LocalGateway gateway;

    @BeforeAll
    void start(Stack stack, @TempDir Path folder) {
        ResourceLeakDetector.setLevel(ResourceLeakDetector.Level.SIMPLE); // a stack trace for each byte takes minutes
        ByteBufUtil.setLeakListener((type, records) -> leaks.add(type + " " + records));
        stage = new BreakStage(stack.freshRedis(), folder.resolve("many"));
        gateway = stage.gateway("shared", Map.of());
        List<Row> all = rows().toList();
        all.forEach(row -> rows.put(row, new CompletableFuture<>()));
        for (int i = 0; i < LANES; i++) {
            int first = i;
            BreakLane lane = new BreakLane(new BreakStage(stack.freshRedis(), folder.resolve("lane-" + i)));
            lanes.add(lane);
            List<Row> its = IntStream.iterate(first, at -> at < all.size(), at -> at + LANES)
                    .mapToObj(all::get)
                    .toList();
            threads.add(Thread.ofPlatform().name("lane-" + i).start(() -> runAll(lane, its)));
        }
    }

    @AfterAll
    void stop() throws IOException, InterruptedException {
        for (Thread thread : threads) {
            thread.join();
        }
        lanes.forEach(BreakLane::close);
        gateway.close();
        stage.close();
        ByteBufUtil.setLeakListener(null);
        ResourceLeakDetector.setLevel(levelBefore);
        String text = String.join("\n", table) + "\n";
        Files.writeString(Path.of("target", "break-table.txt"), text);
        System.out.println(text);
    }

    static Stream<Row> rows() {
        return Arrays.stream(Break.values())
                .flatMap(kind -> Arrays.stream(BreakApi.values())
                        .flatMap(api -> Stream.of(new Row(kind, api, true), new Row(kind, api, false))));
    }

    private void runAll(BreakLane lane, List<Row> its) {
        for (Row row : its) {
            CompletableFuture<BreakLane.Ended> ended = Objects.requireNonNull(rows.get(row));
            try {
                ended.complete(lane.run(row));
            } catch (IOException | InterruptedException | RuntimeException | AssertionError e) {
                ended.completeExceptionally(e);
            }
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("rows")
    @Timeout(60)
    void everyWayOutIsToldRecordedAndGivenBack(Row row) throws Exception {
        BreakLane.Ended ended = Objects.requireNonNull(rows.get(row)).get();

        table.add("%-52s %-9s %-6s %-38s %-24s nothing left"
                .formatted(
                        words(row.kind()),
                        row.api().name().toLowerCase(Locale.ROOT),
                        row.streamed() ? "stream" : "whole",
                        ended.seen().told(),
                        ended.seen().recorded()));
        assertThat(ended.seen()).matches(ended.run()::expects, "met by " + ended.expected());
    }

    private static String words(Break kind) {
        String lower = kind.name().toLowerCase(Locale.ROOT).replace('_', ' ');
        return Character.toUpperCase(lower.charAt(0)) + lower.substring(1);
    }

    @Test
    @Timeout(1_200)
    void nothingIsLeftOverAfterManyBreaksAtOnce() throws InterruptedException {
        int count = Integer.getInteger("breaks.runs", 300);
        long seed = Long.getLong("breaks.seed", 20_261_129L);
        Random random = new Random(seed);
        List<Break> kinds = Arrays.stream(Break.values())
                .filter(Break::leavesTheGatewayWell)
                .toList();
        List<BreakApi> apis = List.of(BreakApi.values());
        List<BreakRun> runs = IntStream.range(0, count)
                .mapToObj(i -> new BreakRun(
                        stage,
                        gateway,
                        "run-" + i,
                        kinds.get(random.nextInt(kinds.size())),
                        apis.get(random.nextInt(apis.size())),
                        random.nextBoolean(),
                        1 + random.nextInt(20),
                        random.nextInt(3) == 0 ? random.nextInt(200_000) : 0))
                .toList();
        Map<String, String> told = new ConcurrentHashMap<>();
        long begun = System.nanoTime();
        Semaphore free = new Semaphore(AT_ONCE);
        for (BreakRun run : runs) {
            free.acquire();
            Thread.ofVirtual().start(() -> {
                try {
                    told.put(run.id(), outcome(run));
                } finally {
                    free.release();
                }
            });
        }
        free.acquire(AT_ONCE);

        await().atMost(SOON)
                .untilAsserted(() -> assertThat(stage.leftOver(gateway)).isEmpty());
        table.add("%d random breaks, seed %d, %d at once, %d s: 0 left over"
                .formatted(
                        count,
                        seed,
                        AT_ONCE,
                        Duration.ofNanos(System.nanoTime() - begun).toSeconds()));
        Map<String, List<UsageRecord>> usage = stage.usage("shared");
        List<String> wrong = new ArrayList<>();
        for (BreakRun run : runs) {
            BreakOutcome seen =
                    BreakOutcome.of(String.valueOf(told.get(run.id())), usage.getOrDefault(run.id(), List.of()));
            if (!run.expects(seen)) {
                wrong.add(run.id() + " " + run.kind() + " " + run.api() + " " + run.isStreamed() + ": " + seen
                        + " instead of " + run.expected());
            }
        }
        assertThat(wrong).isEmpty();
        assertThat(leaksAfterCollection()).isEmpty();
    }

    private static String outcome(BreakRun run) {
        try {
            return run.run();
        } catch (IOException e) {
            return new UncheckedIOException(e).toString();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return "interrupted";
        }
    }

    /** The detector tells of a buffer that was lost when it tracks the next one. */
    private Queue<String> leaksAfterCollection() {
        for (int i = 0; i < 3; i++) {
            System.gc();
            PooledByteBufAllocator.DEFAULT.directBuffer(64).release();
        }
        return leaks;
    }
}
