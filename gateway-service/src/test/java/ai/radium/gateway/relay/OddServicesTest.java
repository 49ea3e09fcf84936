package ai.radium.gateway.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ai.radium.gateway.identity.InternalTokenSigner;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Services that answer as HTTP permits but few do, and as it does not. */
@Timeout(60)
class OddServicesTest {
    private static RawService closingAfterTheSecond() throws IOException {
        AtomicInteger asked = new AtomicInteger();
        return new RawService((line, connection) -> {
            if (asked.incrementAndGet() == 2) {
                throw new IOException("closed after it was read");
            }
            return RawService.OK;
        });
    }

    private static final Duration PATIENCE = Duration.ofMillis(800);
    private static final String MALFORMED_CHUNK =
            "Content-Type: application/problem+json\r\nTransfer-Encoding: chunked\r\n\r\nno size\r\n";

    private final CountDownLatch release = new CountDownLatch(1);

    @ParameterizedTest
    @ValueSource(strings = {"100 Continue", "103 Early Hints"})
    void anInterimResponseIsNotTheReply(String interim) throws Exception {
        try (RawService service =
                        new RawService((line, connection) -> "HTTP/1.1 " + interim + "\r\n\r\n" + RawService.OK);
                Front front = front(service.uri("127.0.0.1"), 256)) {
            assertThat(get(front)).startsWith("HTTP/1.1 200").endsWith("ok");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "no HTTP at all\r\n\r\n",
                "HTTP/1.1 500 Broken\r\n" + MALFORMED_CHUNK,
                "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nX: " + "\u0000" + "\r\n\r\nok"
            })
    void whatIsNoReplyIsNotShown(String reply) throws Exception {
        try (RawService service = new RawService((line, connection) -> reply);
                Front front = front(service.uri("127.0.0.1"), 256)) {
            assertThat(get(front)).startsWith("HTTP/1.1 502").contains("BAD_GATEWAY");
        }
    }

    @Test
    void aReplyThatBreaksInItsMiddleEndsInTheMiddle() throws Exception {
        try (RawService service = new RawService((line, connection) -> "HTTP/1.1 200 OK\r\n" + MALFORMED_CHUNK);
                Front front = front(service.uri("127.0.0.1"), 256)) {
            assertThat(get(front))
                    .startsWith("HTTP/1.1 200")
                    .doesNotContain("no size")
                    .doesNotEndWith("0\r\n\r\n");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {204, 304})
    void aReplyWithoutABodyLeavesItsConnectionForTheNextRequest(int status) throws Exception {
        try (RawService service = new RawService((line, connection) -> "HTTP/1.1 " + status + " Nothing\r\n\r\n");
                Front front = front(service.uri("127.0.0.1"), 256)) {
            assertThat(get(front)).startsWith("HTTP/1.1 " + status);
            assertThat(get(front)).startsWith("HTTP/1.1 " + status);

            assertThat(service.connections()).isEqualTo(1);
        }
    }

    @Test
    void aGetOnAConnectionThatTheServiceHasJustClosedIsSentOnceMore() throws Exception {
        try (RawService service = closingAfterTheSecond();
                Front front = front(service.uri("127.0.0.1"), 256)) {
            assertThat(get(front)).startsWith("HTTP/1.1 200");
            assertThat(get(front)).startsWith("HTTP/1.1 200");

            assertThat(service.requests()).hasSize(3);
            assertThat(service.connections()).isEqualTo(2);
        }
    }

    @Test
    void aRequestThatMayNotBeRepeatedIsNot() throws Exception {
        try (RawService service = closingAfterTheSecond();
                Front front = front(service.uri("127.0.0.1"), 256)) {
            assertThat(get(front)).startsWith("HTTP/1.1 200");
            assertThat(ask(front, "POST /v1/deployments HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\n\r\n"))
                    .startsWith("HTTP/1.1 503");

            assertThat(service.requests()).hasSize(2);
        }
    }

    @Test
    void aServiceIsFoundByItsName() throws Exception {
        try (RawService service = new RawService((line, connection) -> RawService.OK);
                Front front = front(service.uri("localhost"), 256)) {
            assertThat(get(front)).startsWith("HTTP/1.1 200");
        }
    }

    @Test
    void whenAllConnectionsAreTakenTheNextRequestIsRefusedAtOnce() throws Exception {
        try (RawService service = new RawService((line, connection) -> held());
                Front front = front(service.uri("127.0.0.1"), 1);
                Socket first = connect(front)) {
            say(first, "GET /v1/deployments HTTP/1.1\r\nHost: x\r\n\r\n");
            await().until(() -> service.requests().size() == 1);

            assertThat(get(front)).startsWith("HTTP/1.1 503");

            release.countDown();
            assertThat(read(first)).startsWith("HTTP/1.1 200");
        }
    }

    @Test
    void ofManyConnectionsThatWereInUseAtOnceSixteenAreKept() throws Exception {
        List<Socket> clients = new ArrayList<>();
        try (RawService service = new RawService((line, connection) -> held());
                Front front = front(service.uri("127.0.0.1"), 256)) {
            for (int i = 0; i < 20; i++) {
                clients.add(connect(front));
                say(clients.getLast(), "GET /v1/deployments HTTP/1.1\r\nHost: x\r\n\r\n");
            }
            await().until(() -> service.requests().size() == 20);
            release.countDown();

            await().untilAsserted(() -> assertThat(service.open()).isEqualTo(16));
        } finally {
            for (Socket client : clients) {
                client.close();
            }
        }
    }

    @Test
    void aServiceThatIsStuckAndRefusesTheQuestionWhetherItLivesIsWaitedForAsOneThatLives() throws Exception {
        try (RawService service = new RawService((line, connection) -> held());
                Front front = front(service.uri("127.0.0.1"), 256);
                Socket client = connect(front)) {
            say(client, "GET /v1/deployments HTTP/1.1\r\nHost: x\r\n\r\n");
            await().until(() -> service.requests().size() == 1);
            service.stopListening();

            assertThat(read(client)).startsWith("HTTP/1.1 504");
            release.countDown();
        }
    }

    @Test
    void aServiceThatDropsTheQuestionWhetherItLivesIsWaitedForAsOneThatLives() throws Exception {
        try (RawService service = new RawService((line, connection) -> {
                    if (line.contains("/q/health/live")) {
                        throw new IOException("dropped");
                    }
                    return held();
                });
                Front front = front(service.uri("127.0.0.1"), 256)) {
            assertThat(get(front)).startsWith("HTTP/1.1 504");
            release.countDown();

            assertThat(service.requests()).anyMatch(line -> line.startsWith("GET /q/health/live"));
        }
    }

    private String held() {
        RelayedService.await(release);
        return RawService.OK;
    }

    private static Front front(URI service, int mostConnections) throws JOSEException {
        return new Front(
                new InternalTokenSigner(
                        new ECKeyGenerator(Curve.P_256).keyID("edge").generate(), InstantSource.system()),
                new RelayConfig(
                        Map.of(Service.DEPLOYMENT, service),
                        Duration.ofSeconds(1),
                        PATIENCE.dividedBy(4),
                        PATIENCE,
                        PATIENCE,
                        PATIENCE,
                        mostConnections,
                        256));
    }

    private static String get(Front front) throws IOException {
        return ask(front, "GET /v1/deployments HTTP/1.1\r\nHost: x\r\n\r\n");
    }

    private static String ask(Front front, String request) throws IOException {
        try (Socket socket = connect(front)) {
            say(socket, request);
            return read(socket);
        }
    }

    private static Socket connect(Front front) throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), front.port());
        socket.setSoTimeout(10_000);
        return socket;
    }

    private static void say(Socket socket, String request) throws IOException {
        socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
    }

    /** The head, and as much of the body as its length says; without one, up to the end. */
    private static String read(Socket socket) throws IOException {
        ByteArrayOutputStream reply = new ByteArrayOutputStream();
        String text = "";
        while (!isWhole(text)) {
            int next = socket.getInputStream().read();
            if (next < 0) {
                return text;
            }
            reply.write(next);
            text = reply.toString(StandardCharsets.ISO_8859_1);
        }
        return text;
    }

    private static boolean isWhole(String reply) {
        int end = reply.indexOf("\r\n\r\n");
        if (end < 0) {
            return false;
        }
        String head = reply.substring(0, end).toLowerCase(Locale.ROOT);
        if (head.startsWith("http/1.1 204") || head.startsWith("http/1.1 304")) {
            return true;
        }
        if (head.contains("transfer-encoding")) {
            return reply.endsWith("0\r\n\r\n");
        }
        int length = head.contains("content-length: ")
                ? Integer.parseInt(head.replaceFirst("(?s).*content-length: (\\d+).*", "$1"))
                : 0;
        return reply.length() >= end + 4 + length;
    }
}
