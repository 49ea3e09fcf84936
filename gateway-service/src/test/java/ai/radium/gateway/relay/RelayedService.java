package ai.radium.gateway.relay;

import ai.radium.gateway.identity.InternalTokenSigner;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** A service behind a relay, and a client before it: real sockets all the way. */
final class RelayedService implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofMillis(800);

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final Set<Integer> connections = ConcurrentHashMap.newKeySet();
    private final InternalTokenSigner signer;
    private final Front front;
    private HttpServer service;

    RelayedService() {
        try {
            service = listen(0);
            signer = new InternalTokenSigner(
                    new ECKeyGenerator(Curve.P_256).keyID("edge").generate(), InstantSource.system());
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
        URI address = URI.create("http://127.0.0.1:" + service.getAddress().getPort());
        front = new Front(
                signer,
                new RelayConfig(
                        Map.of(Service.DEPLOYMENT, address),
                        Duration.ofSeconds(1),
                        PATIENCE.dividedBy(4),
                        PATIENCE,
                        PATIENCE,
                        PATIENCE,
                        256,
                        256));
    }

    private static HttpServer listen(int port) {
        try {
            var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 50);
            server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
            server.start();
            return server;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    HttpClient http() {
        return http;
    }

    InternalTokenSigner signer() {
        return signer;
    }

    /** Connections that the service has seen. */
    int connections() {
        return connections.size();
    }

    void answers(HttpHandler handler) {
        service.createContext("/", exchange -> {
            connections.add(exchange.getRemoteAddress().getPort());
            try (exchange) {
                handler.handle(exchange);
            }
        });
    }

    void stop() {
        service.stop(0);
    }

    void startAgain() {
        service = listen(service.getAddress().getPort());
    }

    @Override
    public void close() {
        front.close();
        service.stop(0);
        http.shutdownNow();
    }

    HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(front.uri(path)).timeout(Duration.ofSeconds(30));
    }

    HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return http.send(request(path).build(), BodyHandlers.ofString());
    }

    Socket connect() throws IOException {
        return new Socket(InetAddress.getLoopbackAddress(), front.port());
    }

    String raw(String request) throws IOException {
        try (var socket = connect()) {
            socket.setSoTimeout(5_000);
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            byte[] reply = new byte[4_096];
            int length = socket.getInputStream().read(reply);
            return new String(reply, 0, length, StandardCharsets.US_ASCII);
        }
    }

    static void reply(HttpExchange exchange, int status, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.getResponseBody().flush();
    }

    static void await(CountDownLatch latch) {
        try {
            if (!latch.await(10, TimeUnit.SECONDS)) {
                throw new IllegalStateException("nobody came");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    static InputStream zeros(int total) {
        return new InputStream() {
            private int left = total;

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

    static OutputStream counting(AtomicLong count) {
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
