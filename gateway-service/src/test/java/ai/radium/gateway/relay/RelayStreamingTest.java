package ai.radium.gateway.relay;

import static ai.radium.gateway.relay.RelayedService.await;
import static ai.radium.gateway.relay.RelayedService.counting;
import static ai.radium.gateway.relay.RelayedService.reply;
import static ai.radium.gateway.relay.RelayedService.zeros;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.util.internal.PlatformDependent;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Both ways without holding more than some buffers. */
class RelayStreamingTest {
    private static final int LARGE = 256 * 1024 * 1024;
    private static final int SOME = 48 * 1024 * 1024;

    private RelayedService edge;

    @BeforeEach
    void open() {
        edge = new RelayedService();
    }

    @AfterEach
    void close() {
        edge.close();
    }

    @Test
    void aReplyThatBreaksOffBreaksOffForTheClientToo() {
        edge.answers(exchange -> {
            exchange.sendResponseHeaders(200, 1_000);
            exchange.getResponseBody().write(new byte[10]);
            exchange.getResponseBody().flush();
            throw new IOException("crash");
        });

        assertThatThrownBy(() -> edge.get("/v1/deployments")).isInstanceOf(IOException.class);
    }

    @Test
    void aClientThatLeavesEndsTheWorkBehindIt() throws Exception {
        var started = new CountDownLatch(1);
        var ended = new CountDownLatch(1);
        edge.answers(exchange -> {
            exchange.sendResponseHeaders(200, 0);
            try (OutputStream body = exchange.getResponseBody()) {
                started.countDown();
                for (int i = 0; i < 10_000; i++) {
                    body.write(new byte[64 * 1024]);
                }
            } catch (IOException e) {
                ended.countDown();
            }
        });

        try (var socket = edge.connect()) {
            socket.getOutputStream()
                    .write("GET /v1/deployments HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            await(started);
        }

        assertThat(ended.await(5, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void aLargeUploadWaitsForASlowServiceAndNotInMemory() throws Exception {
        var release = new CountDownLatch(1);
        var received = new AtomicLong();
        edge.answers(exchange -> {
            await(release);
            exchange.getRequestBody().transferTo(counting(received));
            reply(exchange, 200, Long.toString(received.get()));
        });
        long before = PlatformDependent.usedDirectMemory();

        var reply = edge.http()
                .sendAsync(
                        edge.request("/v1/deployments/x/upload")
                                .POST(BodyPublishers.ofInputStream(() -> zeros(LARGE)))
                                .build(),
                        BodyHandlers.ofString());
        holdsLittleMoreThan(before, Duration.ofMillis(500));
        release.countDown();

        assertThat(reply.get(30, TimeUnit.SECONDS).body()).isEqualTo(Integer.toString(LARGE));
    }

    @Test
    void aLargeDownloadWaitsForASlowClientAndNotInMemory() throws Exception {
        edge.answers(exchange -> {
            exchange.sendResponseHeaders(200, 0);
            try (OutputStream body = exchange.getResponseBody()) {
                zeros(LARGE).transferTo(body);
            }
        });
        long before = PlatformDependent.usedDirectMemory();

        HttpResponse<InputStream> reply =
                edge.http().send(edge.request("/v1/deployments/x/download").build(), BodyHandlers.ofInputStream());
        holdsLittleMoreThan(before, Duration.ofMillis(1_500));
        var received = new AtomicLong();
        reply.body().transferTo(counting(received));

        assertThat(received).hasValue(LARGE);
    }

    @Test
    void anEarlyRefusalOfAnUploadReachesTheClient() throws Exception {
        edge.answers(exchange -> {
            exchange.getResponseHeaders().add("Content-Type", "application/problem+json");
            reply(exchange, 413, "{\"code\":\"PAYLOAD_TOO_LARGE\",\"detail\":\"too large\"}");
        });

        String reply = edge.raw("POST /v1/deployments HTTP/1.1\r\nHost: x\r\nContent-Length: 100000000\r\n\r\nabc");

        assertThat(reply).startsWith("HTTP/1.1 413").contains("PAYLOAD_TOO_LARGE");
    }

    private static void holdsLittleMoreThan(long before, Duration time) {
        Awaitility.await()
                .during(time)
                .atMost(time.multipliedBy(10))
                .until(() -> PlatformDependent.usedDirectMemory() - before < SOME);
    }
}
