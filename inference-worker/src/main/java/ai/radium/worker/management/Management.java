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

    /** @param unreadiness why no work can be taken, or nothing */
    public Management(InetSocketAddress address, Supplier<Optional<String>> unreadiness, Supplier<String> metrics)
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

    private static void ready(HttpExchange exchange, Optional<String> unreadiness) throws IOException {
        if (unreadiness.isEmpty()) {
            answer(exchange, 200, JSON, "{\"status\":\"UP\"}");
            return;
        }
        answer(exchange, 503, JSON, "{\"status\":\"DOWN\",\"reason\":" + quoted(unreadiness.get()) + "}");
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
