package ai.radium.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Bodies with files go on to their service as they come, however large, and no faster than it takes them. */
class UploadsTest {
    private static final int LARGE = 300 * 1024 * 1024;
    private static final byte[] PART = new byte[64 * 1024];

    private final AtomicLong taken = new AtomicLong();
    private final CountDownLatch reading = new CountDownLatch(1);
    private final CountDownLatch left = new CountDownLatch(1);

    @SuppressWarnings("NullAway.Init") // set before each
    private ServerSocket service;

    @SuppressWarnings("NullAway.Init") // set before each
    private LocalGateway gateway;

    @BeforeEach
    void start(@TempDir Path home) throws IOException {
        service = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
        gateway = new LocalGateway(
                new GatewayHome(home)
                        .key("alice", "acct_a", Map.of())
                        .key("reader", "acct_a", Map.of("scopes", List.of("read"))),
                Map.of("RADIUM_FINETUNE_SERVICE", "http://127.0.0.1:" + service.getLocalPort()));
        Thread.ofVirtual().start(this::serve);
    }

    @AfterEach
    void stop() throws IOException {
        gateway.close();
        service.close();
    }

    /** Reads each request to its end and says how many bytes it had. */
    private void serve() {
        try {
            while (true) {
                Socket socket = service.accept();
                Thread.ofVirtual().start(() -> answer(socket));
            }
        } catch (IOException e) {
            assertThat(service.isClosed()).isTrue();
        }
    }

    private void answer(Socket socket) {
        try (socket) {
            InputStream in = socket.getInputStream();
            String head = head(in);
            if (head.contains("/slow")) {
                reading.await();
            }
            long length = Long.parseLong(head.replaceFirst("(?si)^.*\r\ncontent-length: (\\d+)\r\n.*$", "$1"));
            byte[] some = new byte[64 * 1024];
            for (long rest = length; rest > 0; ) {
                int read = in.read(some, 0, (int) Math.min(rest, some.length));
                if (read < 0) {
                    throw new IOException("the gateway left");
                }
                rest -= read;
                taken.addAndGet(read);
            }
            byte[] reply = ("{\"bytes\":" + length + "}").getBytes(StandardCharsets.US_ASCII);
            socket.getOutputStream()
                    .write(
                            ("HTTP/1.1 201 Created\r\nConnection: close\r\nContent-Type: application/json\r\nContent-Length: "
                                            + reply.length + "\r\n\r\n")
                                    .getBytes(StandardCharsets.US_ASCII));
            socket.getOutputStream().write(reply);
            socket.getOutputStream().flush();
        } catch (IOException e) {
            left.countDown();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static String head(InputStream in) throws IOException {
        StringBuilder head = new StringBuilder();
        while (!head.toString().endsWith("\r\n\r\n")) {
            head.append((char) in.read());
        }
        return head.toString();
    }

    @Test
    void aLargeFileGoesThroughWithoutBeingGathered() throws IOException {
        try (Socket client = connect()) {
            begin(client, "/v1/datasets", LARGE, "multipart/form-data; boundary=x");
            for (int sent = 0; sent < LARGE; sent += PART.length) {
                client.getOutputStream().write(PART);
            }

            assertThat(reply(client)).startsWith("HTTP/1.1 201").endsWith("{\"bytes\":" + LARGE + "}");
            assertThat(taken).hasValue(LARGE);
            await().untilAsserted(() -> assertThat(gateway.metric("radium_gateway_body_memory_bytes"))
                    .isZero());
        }
    }

    @Test
    void aServiceThatTakesNothingHoldsItsClientBack() throws IOException, InterruptedException {
        AtomicLong sent = new AtomicLong();
        AtomicLong before = new AtomicLong(-1);
        try (Socket client = connect()) {
            begin(client, "/v1/datasets/slow/versions", LARGE, "multipart/form-data; boundary=x");
            Thread sender = Thread.ofVirtual().start(() -> {
                try {
                    while (sent.get() < LARGE) {
                        client.getOutputStream().write(PART);
                        sent.addAndGet(PART.length);
                    }
                } catch (IOException e) {
                    sent.set(-1);
                }
            });
            await().atMost(Duration.ofSeconds(30))
                    .pollInterval(Duration.ofMillis(500))
                    .until(() -> before.getAndSet(sent.get()) == sent.get());
            assertThat(sent.get()).isLessThan(64L * 1024 * 1024);

            reading.countDown();

            sender.join();
            assertThat(reply(client)).startsWith("HTTP/1.1 201");
            assertThat(taken).hasValue(LARGE);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "/v1/datasets, alice, text/plain, 100, 415",
        "/v1/datasets, alice, multipart/form-data; boundary=x, 1074790401, 413",
        "/v1/uploads, alice, multipart/form-data; boundary=x, 100, 415",
        "/v1/files, reader, multipart/form-data; boundary=x, 1000000, 403",
        "/v1/files, '', multipart/form-data; boundary=x, 1000000, 401"
    })
    void isRefusedBeforeItsFileComes(String path, String key, String type, long length, int status) throws IOException {
        try (Socket client = connect()) {
            begin(client, path, key, length, type);

            String reply = reply(client);

            assertThat(reply).startsWith("HTTP/1.1 " + status);
            assertThat(reply).contains(path.equals("/v1/datasets") ? "\"error\":\"" : "\"error\":{");
        }
    }

    @Test
    void aClientThatLeavesLeavesItsServiceToo() throws IOException, InterruptedException {
        try (Socket client = connect()) {
            begin(client, "/v1/files", LARGE, "multipart/form-data; boundary=x");
            client.getOutputStream().write(PART);
            await().atMost(Duration.ofSeconds(30)).until(() -> taken.get() > 0);
        }

        assertThat(left.await(30, TimeUnit.SECONDS)).isTrue();
        try (Socket next = connect()) {
            begin(next, "/v1/files", 3, "application/json");
            next.getOutputStream().write("{} ".getBytes(StandardCharsets.US_ASCII));
            assertThat(reply(next)).startsWith("HTTP/1.1 201");
        }
    }

    private Socket connect() throws IOException {
        Socket client = new Socket(InetAddress.getLoopbackAddress(), gateway.port());
        client.setSoTimeout(60_000);
        return client;
    }

    private static void begin(Socket client, String path, long length, String type) throws IOException {
        begin(client, path, "alice", length, type);
    }

    private static void begin(Socket client, String path, String key, long length, String type) throws IOException {
        client.getOutputStream()
                .write(
                        "POST %s HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer %s\r\nContent-Type: %s\r\nContent-Length: %d\r\n\r\n"
                                .formatted(path, key, type, length)
                                .getBytes(StandardCharsets.US_ASCII));
        client.getOutputStream().flush();
    }

    private static String reply(Socket client) throws IOException {
        InputStream in = client.getInputStream();
        String head = head(in);
        int length = Integer.parseInt(head.replaceFirst("(?si)^.*\r\ncontent-length: (\\d+)\r\n.*$", "$1"));
        return head + new String(in.readNBytes(length), StandardCharsets.UTF_8);
    }
}
