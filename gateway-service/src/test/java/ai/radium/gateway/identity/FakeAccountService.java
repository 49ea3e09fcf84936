package ai.radium.gateway.identity;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;

/** account-service as the gateway sees it: its internal calls over a real socket. */
public final class FakeAccountService implements AutoCloseable {
    final Map<String, String> keys = new ConcurrentHashMap<>();
    final Map<String, String> members = new ConcurrentHashMap<>();
    final List<String> lookups = new CopyOnWriteArrayList<>();
    final List<String> authorizations = new CopyOnWriteArrayList<>();
    final List<String> clients = new CopyOnWriteArrayList<>();
    final List<String> uses = new CopyOnWriteArrayList<>();
    volatile String changes = "{\"cursor\":\"c0\",\"keys\":[]}";
    volatile CountDownLatch gate = new CountDownLatch(0);
    private final HttpServer server;

    public FakeAccountService() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 50);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/internal/key-lookups", this::key);
        server.createContext("/internal/principals", this::principal);
        server.createContext("/internal/key-changes", exchange -> reply(exchange, 200, changes));
        server.createContext("/internal/key-uses", exchange -> {
            uses.add(body(exchange));
            reply(exchange, 200, "{}");
        });
        server.start();
    }

    /** An owner's key from now on; {@code concurrent} 0 = as many at once as it likes. */
    public void key(String key, String account, int requestsPerMinute, int concurrent) {
        keys.put(Gate.sha256(key), """
            {"keyId":"key_%s","account":"%s","status":"active","scopes":[],"version":1,"role":"owner",
             "accountPolicy":{"name":"test","requests":%d,"windowSeconds":60,"scope":"ACCOUNT"%s}}\
            """.formatted(
                        key, account, requestsPerMinute, concurrent == 0 ? "" : ",\"concurrent\":" + concurrent));
    }

    public URI uri() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    private void key(HttpExchange exchange) throws IOException {
        String body = body(exchange);
        lookups.add(body);
        authorizations.add(exchange.getRequestHeaders().getFirst("Authorization"));
        try {
            gate.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        answer(
                exchange,
                keys.entrySet().stream()
                        .filter(key -> body.contains(key.getKey()))
                        .map(Map.Entry::getValue)
                        .toList());
    }

    private void principal(HttpExchange exchange) throws IOException {
        String body = body(exchange);
        lookups.add(body);
        clients.add(exchange.getRequestHeaders().getFirst("Radium-Client-Address") + " "
                + exchange.getRequestHeaders().getFirst("X-Request-Id"));
        answer(
                exchange,
                members.entrySet().stream()
                        .filter(member -> body.equals(member.getKey()))
                        .map(Map.Entry::getValue)
                        .toList());
    }

    private static void answer(HttpExchange exchange, List<String> found) throws IOException {
        if (found.isEmpty()) {
            reply(exchange, 404, "{\"code\":\"NOT_FOUND\"}");
        } else {
            reply(exchange, 200, found.getFirst());
        }
    }

    private static String body(HttpExchange exchange) throws IOException {
        return new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    }

    private static void reply(HttpExchange exchange, int status, String json) throws IOException {
        try (exchange) {
            byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(status, bytes.length);
            exchange.getResponseBody().write(bytes);
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
