package ai.radium.gateway.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.radium.gateway.identity.InternalTokenSigner;
import ai.radium.kit.identity.InternalTokens;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import io.netty.util.internal.PlatformDependent;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RelayTest {
    private static final int LARGE = 256 * 1024 * 1024;
    private static final int SOME = 48 * 1024 * 1024;

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final Set<Integer> connections = ConcurrentHashMap.newKeySet();
    private HttpServer service;
    private InternalTokenSigner signer;
    private Front front;

    @BeforeEach
    void open() throws Exception {
        service = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 50);
        service.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        service.start();
        signer = new InternalTokenSigner(
                new ECKeyGenerator(Curve.P_256).keyID("edge").generate(), InstantSource.system());
        front = new Front(
                signer,
                new RelayConfig(
                        Map.of(
                                Service.DEPLOYMENT,
                                URI.create("http://127.0.0.1:"
                                        + service.getAddress().getPort())),
                        Duration.ofSeconds(1),
                        Duration.ofMillis(800),
                        Duration.ofMillis(800)));
    }

    @AfterEach
    void close() {
        front.close();
        service.stop(0);
        http.shutdownNow();
    }

    private void answers(HttpHandler handler) {
        service.createContext("/", exchange -> {
            connections.add(exchange.getRemoteAddress().getPort());
            try (exchange) {
                handler.handle(exchange);
            }
        });
    }

    @Test
    void passesMethodPathQueryBodyAndHeadersOn() throws Exception {
        answers(exchange -> {
            byte[] body = exchange.getRequestBody().readAllBytes();
            String line = exchange.getRequestMethod() + " " + exchange.getRequestURI() + " ";
            exchange.getResponseHeaders().add("Content-Type", "application/json");
            exchange.getResponseHeaders().add("X-Of-Service", "1");
            reply(exchange, 201, line + new String(body, StandardCharsets.UTF_8));
        });

        HttpResponse<String> reply = http.send(
                request("/v1/deployments?a=b%20c")
                        .POST(BodyPublishers.ofString("{\"x\":1}"))
                        .build(),
                BodyHandlers.ofString());

        assertThat(reply.statusCode()).isEqualTo(201);
        assertThat(reply.body()).isEqualTo("POST /deployments?a=b%20c {\"x\":1}");
        assertThat(reply.headers().firstValue("Content-Type")).contains("application/json");
        assertThat(reply.headers().firstValue("X-Of-Service")).contains("1");
    }

    @Test
    void provesTheCallerAndKeepsItsCredentialsToItself() throws Exception {
        var seen = new ConcurrentHashMap<String, Headers>();
        answers(exchange -> {
            seen.put("headers", exchange.getRequestHeaders());
            reply(exchange, 200, "{}");
        });

        http.send(
                request("/v1/deployments")
                        .header("Authorization", "Bearer sk-secret")
                        .header("X-API-Key", "sk-secret")
                        .header("X-Request-Id", "forged")
                        .header("X-Forwarded-For", "1.2.3.4")
                        .header("Idempotency-Key", "once")
                        .build(),
                BodyHandlers.ofString());

        Headers headers = Objects.requireNonNull(seen.get("headers"));
        String token = headers.getFirst("Authorization").substring("Bearer ".length());
        assertThat(InternalTokens.verify(JWKSet.parse(signer.jwks()), token, "deployment-service", Instant.now()))
                .contains(Front.ALICE);
        assertThat(headers.toString()).doesNotContain("sk-secret").doesNotContain("1.2.3.4");
        assertThat(headers.getFirst("X-Request-Id")).isEqualTo("req-1");
        assertThat(headers.getFirst("Idempotency-Key")).isEqualTo("once");
    }

    @Test
    void headersOfOneHopEndAtTheEdge() throws Exception {
        answers(exchange -> {
            assertThat(exchange.getRequestHeaders().keySet()).doesNotContain("X-Hop", "Te", "Keep-alive");
            exchange.getResponseHeaders().add("Connection", "X-Private");
            exchange.getResponseHeaders().add("X-Private", "1");
            exchange.getResponseHeaders().add("Keep-Alive", "timeout=5");
            reply(exchange, 200, "{}");
        });

        String reply = raw(String.join(
                "\r\n",
                "GET /v1/deployments HTTP/1.1",
                "Host: x",
                "Connection: close, X-Hop",
                "X-Hop: 1",
                "TE: trailers",
                "Keep-Alive: timeout=5",
                "",
                ""));

        assertThat(reply).startsWith("HTTP/1.1 200").doesNotContainIgnoringCase("x-private");
    }

    @Test
    void tellsAServicesRefusalInTheClientsDialect() throws Exception {
        answers(exchange -> {
            exchange.getResponseHeaders().add("Content-Type", "application/problem+json");
            reply(
                    exchange,
                    404,
                    "{\"code\":\"MODEL_NOT_FOUND\",\"title\":\"t\",\"detail\":\"No model x\",\"param\":\"modelId\"}");
        });

        HttpResponse<String> string = get("/v1/deployments/x");
        HttpResponse<String> object = get("/api/v1/deployments/x");

        assertThat(string.statusCode()).isEqualTo(404);
        assertThat(string.body())
                .isEqualTo(
                        "{\"error\":\"No model x\",\"code\":\"MODEL_NOT_FOUND\",\"details\":{\"field\":\"modelId\"}}");
        assertThat(object.body()).contains("\"code\":\"model_not_found\",\"param\":\"modelId\"");
    }

    @Test
    void neverShowsAnErrorThatIsNoRefusal() throws Exception {
        answers(exchange -> reply(exchange, 500, "java.lang.IllegalStateException: select * from secrets"));

        HttpResponse<String> reply = get("/v1/deployments");

        assertThat(reply.statusCode()).isEqualTo(502);
        assertThat(reply.body()).contains("BAD_GATEWAY").doesNotContain("secrets");
    }

    @Test
    void aTooLargeErrorIsNotCollected() throws Exception {
        answers(exchange -> {
            exchange.getResponseHeaders().add("Content-Type", "application/problem+json");
            reply(exchange, 400, "{\"code\":\"X\",\"detail\":\"" + "x".repeat(70_000) + "\"}");
        });

        assertThat(get("/v1/deployments").statusCode()).isEqualTo(502);
    }

    @Test
    void aServiceThatRefusesTheEdgesTokenIsNotTheClientsFault() throws Exception {
        answers(exchange -> {
            exchange.getResponseHeaders().add("Content-Type", "application/problem+json");
            reply(exchange, 401, "{\"code\":\"UNAUTHENTICATED\",\"detail\":\"x\"}");
        });

        assertThat(get("/v1/deployments").statusCode()).isEqualTo(503);
    }

    @Test
    void aServiceThatIsDownAnswers503WithRetryAfter() throws Exception {
        service.stop(0);

        HttpResponse<String> reply = get("/v1/deployments");

        assertThat(reply.statusCode()).isEqualTo(503);
        assertThat(reply.headers().firstValue("Retry-After")).contains("1");
    }

    @Test
    void aServiceThatTakesTooLongAnswers504() throws Exception {
        var release = new CountDownLatch(1);
        answers(exchange -> await(release));

        HttpResponse<String> reply = get("/v1/deployments");
        release.countDown();

        assertThat(reply.statusCode()).isEqualTo(504);
    }

    @Test
    void keepsConnectionsToAServiceAliveAndReplacesStaleOnes() throws Exception {
        answers(exchange -> reply(exchange, 200, "{}"));
        for (int i = 0; i < 5; i++) {
            assertThat(get("/v1/deployments").statusCode()).isEqualTo(200);
        }
        assertThat(connections).hasSize(1);

        int port = service.getAddress().getPort();
        service.stop(0);
        service = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 50);
        service.start();
        answers(exchange -> reply(exchange, 200, "{}"));

        assertThat(get("/v1/deployments").statusCode()).isEqualTo(200);
    }

    @Test
    void aReplyThatBreaksOffBreaksOffForTheClientToo() {
        answers(exchange -> {
            exchange.sendResponseHeaders(200, 1_000);
            exchange.getResponseBody().write(new byte[10]);
            exchange.getResponseBody().flush();
            throw new IOException("crash");
        });

        assertThatThrownBy(() -> get("/v1/deployments")).isInstanceOf(IOException.class);
    }

    @Test
    void aClientThatLeavesEndsTheWorkBehindIt() throws Exception {
        var started = new CountDownLatch(1);
        var ended = new CountDownLatch(1);
        answers(exchange -> {
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

        try (var socket = new Socket(InetAddress.getLoopbackAddress(), front.port())) {
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
        answers(exchange -> {
            await(release);
            exchange.getRequestBody().transferTo(counting(received));
            reply(exchange, 200, Long.toString(received.get()));
        });
        long before = PlatformDependent.usedDirectMemory();

        var reply = http.sendAsync(
                request("/v1/deployments/x/upload")
                        .POST(BodyPublishers.ofInputStream(() -> zeros(LARGE)))
                        .build(),
                BodyHandlers.ofString());
        Awaitility.await().pollDelay(Duration.ofMillis(500)).until(() -> true);
        long held = PlatformDependent.usedDirectMemory() - before;
        release.countDown();

        assertThat(reply.get(30, TimeUnit.SECONDS).body()).isEqualTo(Integer.toString(LARGE));
        assertThat(held).isLessThan(SOME);
    }

    @Test
    void aLargeDownloadWaitsForASlowClientAndNotInMemory() throws Exception {
        answers(exchange -> {
            exchange.sendResponseHeaders(200, 0);
            try (OutputStream body = exchange.getResponseBody()) {
                zeros(LARGE).transferTo(body);
            }
        });
        long before = PlatformDependent.usedDirectMemory();

        HttpResponse<InputStream> reply =
                http.send(request("/v1/deployments/x/download").build(), BodyHandlers.ofInputStream());
        Awaitility.await().pollDelay(Duration.ofMillis(1_500)).until(() -> true);
        long held = PlatformDependent.usedDirectMemory() - before;
        var received = new AtomicLong();
        reply.body().transferTo(counting(received));

        assertThat(received).hasValue(LARGE);
        assertThat(held).isLessThan(SOME);
    }

    @Test
    void anEarlyRefusalOfAnUploadReachesTheClient() throws Exception {
        answers(exchange -> {
            exchange.getResponseHeaders().add("Content-Type", "application/problem+json");
            reply(exchange, 413, "{\"code\":\"PAYLOAD_TOO_LARGE\",\"detail\":\"too large\"}");
        });

        String reply = raw("POST /v1/deployments HTTP/1.1\r\nHost: x\r\nContent-Length: 100000000\r\n\r\nabc");

        assertThat(reply).startsWith("HTTP/1.1 413").contains("PAYLOAD_TOO_LARGE");
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(front.uri(path)).timeout(Duration.ofSeconds(30));
    }

    private HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return http.send(request(path).build(), BodyHandlers.ofString());
    }

    private String raw(String request) throws IOException {
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), front.port())) {
            socket.setSoTimeout(5_000);
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            byte[] reply = new byte[4_096];
            int length = socket.getInputStream().read(reply);
            return new String(reply, 0, length, StandardCharsets.US_ASCII);
        }
    }

    private static void reply(HttpExchange exchange, int status, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.getResponseBody().flush();
    }

    private static void await(CountDownLatch latch) {
        try {
            if (!latch.await(10, TimeUnit.SECONDS)) {
                throw new IllegalStateException("nobody came");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static InputStream zeros(int length) {
        return new InputStream() {
            private int left = length;

            @Override
            public int read() {
                return left-- > 0 ? 0 : -1;
            }

            @Override
            public int read(byte[] into, int at, int most) {
                if (left <= 0) {
                    return -1;
                }
                int length = Math.min(left, most);
                left -= length;
                return length;
            }
        };
    }

    private static OutputStream counting(AtomicLong count) {
        return new OutputStream() {
            @Override
            public void write(int one) {
                count.incrementAndGet();
            }

            @Override
            public void write(byte[] from, int at, int length) {
                count.addAndGet(length);
            }
        };
    }
}
