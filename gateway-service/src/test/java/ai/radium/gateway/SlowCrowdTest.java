package ai.radium.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import ai.radium.gateway.LocalGateway.RawClient;
import ai.radium.gateway.worker.ScriptedWorker;
import io.netty.util.internal.PlatformDependent;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.SocketException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A thousand clients of one account that stop in the middle of a head, of a body and of reading. Every bound is 2 s here.
 */
@Timeout(120)
class SlowCrowdTest {
    private static final int CLIENTS = 1_000;
    private static final int CONCURRENT = 10;
    private static final int BOUND_SECONDS = 2;
    private static final long MOST_BYTES = 64L * 1024 * 1024;
    private static final String KEY = "Host: x\r\nAuthorization: Bearer alice\r\n";

    private final CountDownLatch release = new CountDownLatch(1);
    private final CountDownLatch never = new CountDownLatch(1);

    @Test
    void theirAccountIsWholeAgainWithinTheBoundsAndOthersNeverWait(@TempDir Path home) throws Exception {
        String bound = String.valueOf(BOUND_SECONDS);
        try (var worker = new ScriptedWorker((request, client) -> {
                    client.onNext(ScriptedWorker.accepted());
                    if (request.getInput().contains("hold")) {
                        client.onNext(ScriptedWorker.delta("held"));
                        release.await();
                    }
                    while (request.getInput().contains("much") && !client.isCancelled()) {
                        if (client.isReady()) { // else the worker's memory is what is measured
                            client.onNext(ScriptedWorker.delta("word ".repeat(20_000)));
                        }
                        never.await(1, TimeUnit.MILLISECONDS);
                    }
                    client.onNext(ScriptedWorker.finished("stop", 1, 1));
                    client.onCompleted();
                });
                var gateway = new LocalGateway(
                        new GatewayHome(home)
                                .key(
                                        "alice",
                                        "acct_a",
                                        Map.of("accountPolicy", GatewayHome.policy(1_000_000, CONCURRENT)))
                                .key("bob", "acct_b", Map.of())
                                .model("m", worker.address()),
                        Map.of(
                                "RADIUM_GATEWAY_HEAD_SECONDS", bound,
                                "RADIUM_GATEWAY_BODY_SECONDS", bound,
                                "RADIUM_GATEWAY_IDLE_SECONDS", bound,
                                "RADIUM_GATEWAY_READER_SECONDS", bound,
                                "RADIUM_GATEWAY_LOOPS", "2"))) {
            assertThat(chat(gateway, "bob", "warm")).startsWith("HTTP/1.1 200");
            long before = memory();
            List<RawClient> crowd = new ArrayList<>();
            try {
                for (int i = 0; i < CLIENTS; i++) {
                    crowd.add(stopped(gateway, i % 3));
                }
                long begun = System.nanoTime();
                CompletableFuture<Long> others =
                        CompletableFuture.supplyAsync(() -> slowest(gateway), Thread::startVirtualThread);
                long most = memory() - before;
                Awaitility.await()
                        .atMost(Duration.ofSeconds(10L * BOUND_SECONDS))
                        .ignoreException(SocketException.class)
                        .untilAsserted(() ->
                                assertThat(chat(gateway, "alice", "quick")).startsWith("HTTP/1.1 200"));
                holdsAll(gateway);
                long whole = System.nanoTime() - begun;
                long slowestOfOthers = others.join();
                System.getLogger("crowd")
                        .log(
                                System.Logger.Level.INFO,
                                CLIENTS + " stopped clients: the account whole again after "
                                        + TimeUnit.NANOSECONDS.toMillis(whole) + " ms (bound " + BOUND_SECONDS
                                        + " s), slowest request of another account "
                                        + TimeUnit.NANOSECONDS.toMillis(slowestOfOthers) + " ms, memory "
                                        + most / 1024 + " KiB more (heap and buffers)");

                assertThat(most).isLessThan(MOST_BYTES);
                for (int i = 0; i < CLIENTS; i++) {
                    if (i % 3 < 2) {
                        crowd.get(i).awaitEnd();
                    }
                }
            } finally {
                release.countDown();
                for (RawClient client : crowd) {
                    client.close();
                }
            }
        }
    }

    /** Nanoseconds that another account's slowest request takes. */
    private static long slowest(LocalGateway gateway) {
        long slowest = 0;
        for (int i = 0; i < 20; i++) {
            long asked = System.nanoTime();
            try {
                assertThat(chat(gateway, "bob", "quick")).startsWith("HTTP/1.1 200");
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            slowest = Math.max(slowest, System.nanoTime() - asked);
        }
        return slowest;
    }

    /** In the middle of a head, of a body, or of reading. */
    private static RawClient stopped(LocalGateway gateway, int where) throws IOException {
        RawClient client = new RawClient(gateway.port(), 4 * 1024);
        return switch (where) {
            case 0 -> client.say("POST /v1/chat/completions HTTP/1.1\r\n" + KEY + "X-Half");
            case 1 -> client.say("POST /v1/chat/completions HTTP/1.1\r\n" + KEY + "Content-Length: 9000\r\n\r\n{");
            default -> client.say(request("alice", "much", true));
        };
    }

    /** As many requests at once as the account may have, and not one more. */
    private static void holdsAll(LocalGateway gateway) throws IOException {
        List<RawClient> holding = new ArrayList<>();
        try {
            Awaitility.await().untilAsserted(() -> {
                RawClient client = gateway.connect();
                if (client.say(request("alice", "hold", true)).head().startsWith("HTTP/1.1 200")) {
                    holding.add(client);
                } else { // one of the crowd still has its place
                    client.close();
                }
                assertThat(holding).hasSize(CONCURRENT);
            });
            assertThat(chat(gateway, "alice", "quick")).startsWith("HTTP/1.1 429");
        } finally {
            for (RawClient client : holding) {
                client.close();
            }
        }
    }

    private static String chat(LocalGateway gateway, String key, String what) throws IOException {
        try (var client = gateway.connect()) {
            return client.say(request(key, what, false)).reply();
        }
    }

    private static String request(String key, String what, boolean stream) {
        String body = "{\"model\":\"m\",\"stream\":" + stream + ",\"messages\":[{\"role\":\"user\",\"content\":\""
                + what + "\"}]}";
        return "POST /v1/chat/completions HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer " + key + "\r\nContent-Length: "
                + body.length() + "\r\n\r\n" + body;
    }

    /** Of this process, which is the gateway's and its test's. */
    private static long memory() {
        System.gc();
        Runtime runtime = Runtime.getRuntime();
        return runtime.totalMemory() - runtime.freeMemory() + Math.max(0, PlatformDependent.usedDirectMemory());
    }
}
