package ai.radium.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What one account does at a service never shuts another one out, and a service that hangs is not waited for. */
@SuppressWarnings("NullAway.Init") // set before each test
@Timeout(60)
class ServiceShareTest {
    private final CountDownLatch release = new CountDownLatch(1);
    private volatile boolean healthy = true;
    private CountingService service;
    private LocalGateway gateway;

    @BeforeEach
    void start(@TempDir Path home) {
        service = new CountingService((request, to) -> {
            if (request.line().contains("slow") || !healthy) {
                try {
                    release.await(30, TimeUnit.SECONDS);
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            }
            CountingService.echo(request, to);
        });
        gateway = new LocalGateway(
                new GatewayHome(home).key("alice", "acct_a", Map.of()).key("bob", "acct_b", Map.of()),
                Map.of(
                        "RADIUM_GATEWAY_LOOPS", "1",
                        "RADIUM_GATEWAY_SERVICE_DOUBT_SECONDS", "1",
                        "RADIUM_DEPLOYMENT_SERVICE", service.uri()));
    }

    @AfterEach
    void stop() throws IOException {
        release.countDown();
        gateway.close();
        service.close();
    }

    @Test
    void sixHundredStalledBodiesTakeNothingFromOthers() throws IOException {
        List<LocalGateway.RawClient> stalled = new ArrayList<>();
        try {
            for (int i = 0; i < 600; i++) {
                stalled.add(
                        gateway.connect().say(head("POST", "/deployments", "alice") + "Content-Length: 9\r\n\r\n{"));
            }
            assertThat(get("/deployments", "bob")).startsWith("HTTP/1.1 200");
            assertThat(get("/deployments", "alice")).startsWith("HTTP/1.1 200");
            assertThat(service.requests).hasValue(2);
        } finally {
            for (LocalGateway.RawClient client : stalled) {
                client.close();
            }
        }
    }

    @Test
    void oneAccountsSlowRequestsLeaveRoomForOthers() throws IOException {
        List<LocalGateway.RawClient> slow = new ArrayList<>();
        try {
            for (int i = 0; i < 32; i++) {
                slow.add(gateway.connect().say(head("GET", "/deployments/slow", "alice") + "\r\n"));
            }
            Awaitility.await().until(() -> service.requests.get() >= 32);

            assertThat(get("/deployments/one-more", "alice"))
                    .startsWith("HTTP/1.1 429")
                    .contains("retry-after: 1");
            assertThat(get("/deployments", "bob")).startsWith("HTTP/1.1 200");
        } finally {
            for (LocalGateway.RawClient client : slow) {
                client.close();
            }
        }
        Awaitility.await()
                .untilAsserted(
                        () -> assertThat(get("/deployments/again", "alice")).startsWith("HTTP/1.1 200"));
    }

    @Test
    void aSlowReplyOfAServiceThatLivesIsWaitedFor() throws Exception {
        try (var client = gateway.connect().say(head("GET", "/deployments/slow", "alice") + "\r\n")) {
            Awaitility.await().until(() -> service.requests.get() >= 3); // the request and two questions
            release.countDown();

            assertThat(client.reply()).startsWith("HTTP/1.1 200");
        }
    }

    @Test
    void aServiceThatHangsIsNotWaitedForAndFoundAgain() throws IOException {
        healthy = false;
        long before = System.nanoTime();
        assertThat(get("/deployments", "alice")).startsWith("HTTP/1.1 503");
        long first = System.nanoTime() - before;
        before = System.nanoTime();
        assertThat(get("/deployments", "bob")).startsWith("HTTP/1.1 503");
        long next = System.nanoTime() - before;

        assertThat(first).isLessThan(TimeUnit.SECONDS.toNanos(10));
        assertThat(next).isLessThan(first / 2);
        healthy = true;
        release.countDown();
        Awaitility.await()
                .untilAsserted(() -> assertThat(get("/deployments", "alice")).startsWith("HTTP/1.1 200"));
    }

    @Test
    void managementBodiesAreBounded() throws IOException {
        try (var client = gateway.connect()) {
            client.say(head("PUT", "/deployments/x", "alice") + "Content-Length: 40000000\r\n\r\n{");

            assertThat(client.reply()).startsWith("HTTP/1.1 413");
        }
        assertThat(service.requests).hasValue(0);
    }

    private String get(String path, String key) throws IOException {
        try (var client = gateway.connect()) {
            return client.say(head("GET", path, key) + "\r\n").reply();
        }
    }

    private static String head(String method, String path, String key) {
        return method + " /v1" + path + " HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer " + key + "\r\n";
    }
}
