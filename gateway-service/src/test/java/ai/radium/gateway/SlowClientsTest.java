package ai.radium.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import ai.radium.gateway.worker.ScriptedWorker;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Clients that are slow or silent are waited for within bounds, and cost their account nothing. Bounds here: 1 s. */
@SuppressWarnings("NullAway.Init") // set before each test
@Timeout(30)
class SlowClientsTest {
    private static final String ANONYMOUS = "POST /v1/chat/completions HTTP/1.1\r\nHost: x\r\n";
    private static final String HEAD = ANONYMOUS + "Authorization: Bearer alice\r\n";
    private static final String BODY = "{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"a b c\"}]}";

    private final CountDownLatch never = new CountDownLatch(1);
    private CountingService service;
    private ScriptedWorker worker;
    private LocalGateway gateway;

    @BeforeEach
    void start(@TempDir Path home) {
        worker = new ScriptedWorker(ScriptedWorker::echo);
        service = new CountingService((request, to) -> endless(to));
        gateway = new LocalGateway(
                new GatewayHome(home)
                        .key("alice", "acct_a", Map.of("accountPolicy", GatewayHome.policy(1_000_000, 2)))
                        .model("m", worker.address()),
                Map.of(
                        "RADIUM_DEPLOYMENT_SERVICE", service.uri(),
                        "RADIUM_GATEWAY_HEAD_SECONDS", "1",
                        "RADIUM_GATEWAY_BODY_SECONDS", "1",
                        "RADIUM_GATEWAY_IDLE_SECONDS", "1",
                        "RADIUM_GATEWAY_WHOLE_BODY_SECONDS", "3",
                        "RADIUM_GATEWAY_READER_SECONDS", "1"));
    }

    @AfterEach
    void stop() throws IOException {
        gateway.close();
        service.close();
        worker.close();
    }

    private static void endless(OutputStream to) throws IOException {
        to.write("HTTP/1.1 200 OK\r\nContent-Length: 9999999999\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        byte[] much = new byte[1024 * 1024];
        while (true) {
            to.write(much);
        }
    }

    @Test
    void aConnectionThatSaysNothingIsClosed() throws IOException {
        try (var client = gateway.connect()) {
            assertThat(client.readToEnd()).isEmpty();
        }
    }

    @Test
    void aHeadThatDripsIsClosed() throws Exception {
        try (var client = gateway.connect()) {
            Thread drip = drip(client.socket(), "GET /health HTTP/1.1\r\n" + "X-Slow: yes\r\n".repeat(1_000));
            client.awaitEnd();
            drip.join();
        }
    }

    @Test
    void aSecondHeadThatDripsIsClosedToo() throws Exception {
        try (var client = gateway.connect()) {
            client.say("GET /health HTTP/1.1\r\nHost: x\r\n\r\n").reply();
            Thread drip = drip(client.socket(), "GET /health HTTP/1.1\r\n" + "X-Slow: yes\r\n".repeat(1_000));
            client.awaitEnd();
            drip.join();
        }
    }

    @Test
    void aKeptConnectionIsClosedWhenItIsIdle() throws IOException {
        try (var client = gateway.connect()) {
            client.say("GET /health HTTP/1.1\r\nHost: x\r\n\r\n").reply();

            assertThat(client.readToEnd()).isEmpty();
        }
    }

    @Test
    void aBodyThatStallsIsToldSo() throws IOException {
        try (var client = gateway.connect()) {
            client.say(HEAD + "Content-Length: 1000\r\n\r\n{\"model\":");

            assertThat(client.readToEnd()).startsWith("HTTP/1.1 408").contains("request_timeout");
        }
    }

    @Test
    void aBodyThatDripsIsToldSo() throws Exception {
        try (var client = gateway.connect()) {
            client.say(HEAD + "Content-Length: 100000\r\n\r\n");
            Thread drip = drip(client.socket(), " ".repeat(10_000));

            assertThat(client.reply()).startsWith("HTTP/1.1 408");
            drip.interrupt();
            drip.join();
        }
    }

    @Test
    void aBodyThatNeverEndsIsToldSoHoweverSteadyItIs() throws Exception {
        try (var client = gateway.connect()) {
            client.say(HEAD + "Transfer-Encoding: chunked\r\n\r\n");
            Thread drip = steadily(client.socket(), "1;" + "a".repeat(600) + "\r\n \r\n");

            assertThat(client.reply()).startsWith("HTTP/1.1 408");
            drip.interrupt();
            drip.join();
        }
    }

    @Test
    void theRestOfARefusedRequestIsWaitedForBriefly() throws Exception {
        try (var client = gateway.connect()) {
            client.say("POST /v1/nowhere HTTP/1.1\r\nHost: x\r\nContent-Length: 60000\r\n\r\n");
            assertThat(client.reply()).startsWith("HTTP/1.1 404");
            Thread drip = steadily(client.socket(), "x".repeat(100));

            client.awaitEnd();
            drip.join();
        }
    }

    @Test
    void aRefusalWaitsForNoBody() throws IOException {
        try (var client = gateway.connect()) {
            client.socket().setSoTimeout(900);
            client.say(ANONYMOUS + "Authorization: Bearer sk-wrong\r\nContent-Length: 1000\r\n\r\n{");

            assertThat(client.reply()).startsWith("HTTP/1.1 503"); // account-service, which knows keys, is away
        }
        try (var client = gateway.connect()) {
            client.socket().setSoTimeout(900);
            client.say(ANONYMOUS + "Content-Length: 1000\r\n\r\n{");

            assertThat(client.reply()).startsWith("HTTP/1.1 401");
        }
    }

    @Test
    void aRefusedRequestsShortRestIsDroppedAndTheConnectionGoesOn() throws IOException {
        try (var client = gateway.connect()) {
            client.say("POST /v1/nowhere HTTP/1.1\r\nHost: x\r\nContent-Length: 6\r\n\r\nabc");
            assertThat(client.reply()).startsWith("HTTP/1.1 404");

            client.say("def" + HEAD + "Content-Length: " + BODY.length() + "\r\n\r\n" + BODY);
            assertThat(client.reply()).startsWith("HTTP/1.1 200");
        }
    }

    @Test
    void whoWaitsForHundredIsRefusedWithoutIt() throws IOException {
        try (var client = gateway.connect()) {
            client.say(ANONYMOUS + "Expect: 100-continue\r\nContent-Length: 1000\r\n\r\n");

            assertThat(client.readToEnd()).startsWith("HTTP/1.1 401");
        }
        try (var client = gateway.connect()) {
            client.say(HEAD + "Expect: 100-continue\r\nContent-Length: " + BODY.length() + "\r\n\r\n");
            assertThat(client.reply()).startsWith("HTTP/1.1 100");
            assertThat(client.say(BODY).reply()).startsWith("HTTP/1.1 200");
        }
    }

    @Test
    void stalledBodiesTakeNoneOfTheAccountsConcurrency() throws IOException {
        List<LocalGateway.RawClient> stalled = new ArrayList<>();
        try {
            for (int i = 0; i < 10; i++) {
                stalled.add(gateway.connect().say(HEAD + "Content-Length: 1000\r\n\r\n{\"model\":"));
            }
            for (int i = 0; i < 20; i++) {
                assertThat(chat()).startsWith("HTTP/1.1 200");
            }
        } finally {
            for (LocalGateway.RawClient client : stalled) {
                client.close();
            }
        }
    }

    @Test
    void aReaderThatStallsIsLeftAndItsPermitComesBack() throws Exception {
        String request = "GET /v1/deployments HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer alice\r\n\r\n";
        try (var first = gateway.connect();
                var second = gateway.connect()) {
            first.say(request);
            second.say(request);
            Awaitility.await().until(() -> service.requests.get() == 2);
            String refused = chat();
            assertThat(refused)
                    .startsWith("HTTP/1.1 429")
                    .contains(
                            "concurrency_limit_exceeded",
                            "\r\nretry-after: 1\r\n",
                            "\r\nx-ratelimit-limit: 1000000\r\n");
            assertThat(secondsUntilReset(refused))
                    .as("of the window that it names")
                    .isBetween(0L, 61L);

            Awaitility.await().untilAsserted(() -> assertThat(chat()).startsWith("HTTP/1.1 200"));
        }
    }

    private static long secondsUntilReset(String reply) {
        Matcher reset = Pattern.compile("\r\nx-ratelimit-reset: (\\d+)\r\n").matcher(reply);
        assertThat(reset.find()).as(reply).isTrue();
        return Long.parseLong(reset.group(1)) - System.currentTimeMillis() / 1_000;
    }

    private String chat() throws IOException {
        try (var client = gateway.connect()) {
            return client.say(HEAD + "Content-Length: " + BODY.length() + "\r\n\r\n" + BODY)
                    .reply();
        }
    }

    /** Says the same again and again, every 200 ms, until nobody hears it. */
    private Thread steadily(Socket socket, String text) {
        return Thread.ofVirtual().start(() -> {
            try {
                do {
                    socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
                } while (!never.await(200, TimeUnit.MILLISECONDS));
            } catch (IOException e) {
                // the gateway has closed the connection
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
    }

    /** Says a byte every 20 ms until nobody hears it. */
    private Thread drip(Socket socket, String text) {
        return Thread.ofVirtual().start(() -> {
            try {
                for (int i = 0; i < text.length(); i++) {
                    socket.getOutputStream().write(text.charAt(i));
                    if (never.await(Duration.ofMillis(20).toMillis(), TimeUnit.MILLISECONDS)) {
                        return;
                    }
                }
            } catch (IOException e) {
                // the gateway has closed the connection
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
    }
}
