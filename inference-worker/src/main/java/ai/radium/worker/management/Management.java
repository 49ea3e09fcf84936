package ai.radium.worker.management;

import com.fasterxml.jackson.databind.node.TextNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.function.Supplier;

/** /health/live, /health/ready and /metrics. */
public final class Management implements AutoCloseable {
    private static final String JSON = "application/json";

    private final HttpServer server;

    /** Why no work can be taken; a model that is being fetched takes longer than an engine that starts. */
    public record Unreadiness(String reason, boolean fetching) {}

    /** @param unreadiness nothing while work is taken */
    public Management(InetSocketAddress address, Supplier<Optional<Unreadiness>> unreadiness, Supplier<String> metrics)
            throws IOException {
        server = HttpServer.create(address, 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/health/live", exchange -> answer(exchange, 200, JSON, "{\"status\":\"UP\"}"));
        server.createContext("/health/ready", exchange -> ready(exchange, unreadiness.get()));
        server.createContext("/metrics", exchange -> answer(exchange, 200, "text/plain; version=0.0.4", metrics.get()));
        server.start();
    }

    public int port() {
        return server.getAddress().getPort();
    }

    @Override
    public void close() {
        server.stop(0);
    }

    private static void ready(HttpExchange exchange, Optional<Unreadiness> unreadiness) throws IOException {
        if (unreadiness.isEmpty()) {
            answer(exchange, 200, JSON, "{\"status\":\"UP\"}");
            return;
        }
        answer(
                exchange,
                503,
                JSON,
                "{\"status\":\"DOWN\",\"fetching\":%s,\"reason\":%s}"
                        .formatted(
                                unreadiness.get().fetching(),
                                quoted(unreadiness.get().reason())));
    }

    private static void answer(HttpExchange exchange, int status, String type, String text) throws IOException {
        byte[] body = text.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", type);
        exchange.sendResponseHeaders(status, body.length);
        try (OutputStream out = exchange.getResponseBody()) {
            out.write(body);
        }
    }

    private static String quoted(String text) {
        return TextNode.valueOf(text).toString();
    }
}
