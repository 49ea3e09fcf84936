package ai.radium.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ai.radium.contracts.worker.v1.WorkerGrpc;
import ai.radium.contracts.worker.v1.WorkerGrpc.WorkerBlockingStub;
import com.fasterxml.jackson.databind.JsonNode;
import io.grpc.ManagedChannel;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.MetadataUtils;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * A hundred streams of the demo's model, four at a time, that are left at random tokens: every other one by a gRPC client of
 * the worker, the rest by an HTTP client of the gateway.
 */
@ExtendWith(RunningPlatform.class)
class LeftStreamsTest {
    private static final int STREAMS = 100;

    /** As many as one worker has slots. */
    private static final int AT_ONCE = 4;

    private static final int MOST_READ = 48;

    /** The promise is a second: what was measured is printed, and a busy machine is no failure. */
    private static final Duration LIMIT = Duration.ofSeconds(30);

    @Test
    void freesTheEnginesSlotAndLeaksNone(Platform platform) throws Exception {
        JsonNode key = platform.newKey("{\"name\":\"left-streams\"}");
        ApiClient api = platform.api().withKey(Platform.secret(key));
        Platform.Part worker = platform.part("inference-worker-" + platform.deploymentId() + "-0");
        EngineSlots slots = new EngineSlots(platform.home(), platform.deploymentId());
        ManagedChannel channel = NettyChannelBuilder.forAddress(
                        "127.0.0.1", worker.ports().getFirst())
                .usePlaintext()
                .build();
        WorkerBlockingStub caller = WorkerGrpc.newBlockingStub(channel)
                .withInterceptors(MetadataUtils.newAttachHeadersInterceptor(platform.workerAuthorization()));
        Clients clients = new Clients(caller, api, platform.model(), slots);
        String prefix = "left-" + key.at("/data/id").asText() + "-";
        List<LeftStream> streams = streams(prefix);

        assertThat(slots.seeds()).as("who runs before").isEmpty();
        List<Duration> freedAfter = clients.leave(streams);

        channel.shutdownNow();
        assertThat(slots.seeds()).isEmpty();
        assertThat(freedAfter).hasSize(STREAMS);
        WorkerLogs logs = new WorkerLogs(platform.home());
        Map<String, String> reasons =
                streams.stream().collect(Collectors.toMap(LeftStream::requestId, stream -> "cancelled"));
        await().atMost(LIMIT)
                .untilAsserted(
                        () -> assertThat(logs.reasonsByRequest(prefix)).containsExactlyInAnyOrderEntriesOf(reasons));
        BilledLines lines = new BilledLines(api, key.at("/data/id").asText());
        await().atMost(LIMIT)
                .untilAsserted(
                        () -> assertThat(lines.completionTokensByRequest()).hasSize(STREAMS / 2));
        assertBilledWhatWasDelivered(streams, lines.completionTokensByRequest(), logs.completionTokensByRequest());
        report(freedAfter);
    }

    private record Clients(WorkerBlockingStub worker, ApiClient gateway, String model, EngineSlots slots) {
        /** How long each slot was held after its client had left. */
        List<Duration> leave(List<LeftStream> streams) throws Exception {
            try (ExecutorService threads =
                    Executors.newFixedThreadPool(AT_ONCE, Thread.ofVirtual().factory())) {
                List<Callable<Duration>> calls = streams.stream()
                        .map(stream -> (Callable<Duration>) () -> leave(stream))
                        .toList();
                List<Duration> freedAfter = new ArrayList<>();
                for (Future<Duration> freed : threads.invokeAll(calls)) {
                    freedAfter.add(freed.get());
                }
                return freedAfter;
            }
        }

        private Duration leave(LeftStream stream) throws Exception {
            LeftStream.LastLook look = () -> assertThat(slots.seeds()).contains(stream.seed());
            long leftAt =
                    isCancelled(stream) ? stream.cancelledAt(worker, look) : stream.hungUpAt(gateway, model, look);
            await().atMost(LIMIT)
                    .pollDelay(Duration.ZERO)
                    .pollInterval(Duration.ofMillis(5))
                    .until(() -> !slots.seeds().contains(stream.seed()));
            return Duration.ofNanos(System.nanoTime() - leftAt);
        }
    }

    private static List<LeftStream> streams(String prefix) {
        Random random = new Random(STREAMS);
        return IntStream.rangeClosed(1, STREAMS)
                .mapToObj(i -> new LeftStream(prefix + i, i, 1 + random.nextInt(MOST_READ)))
                .toList();
    }

    private static boolean isCancelled(LeftStream stream) {
        return stream.seed() % 2 == 0;
    }

    /** At least what the client read, at most what the engine generated. */
    private static void assertBilledWhatWasDelivered(
            List<LeftStream> streams, Map<String, Integer> billed, Map<String, Integer> generated) {
        for (LeftStream stream : streams) {
            if (!isCancelled(stream)) {
                assertThat(billed.get(stream.requestId()))
                        .as(stream.toString())
                        .isBetween(stream.tokens(), generated.get(stream.requestId()));
            }
        }
    }

    private static void report(List<Duration> freedAfter) {
        List<Long> millis = freedAfter.stream().map(Duration::toMillis).sorted().toList();
        System.out.printf(
                "left streams: sent %d, cancelled %d, slot free after %d ms (median), %d ms (slowest), slots leaked 0%n",
                STREAMS, millis.size(), millis.get(millis.size() / 2), millis.getLast());
    }
}
