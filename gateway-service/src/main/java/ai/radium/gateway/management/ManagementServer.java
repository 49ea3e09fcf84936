package ai.radium.gateway.management;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Executors;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** Serves {@code /health/live}, {@code /health/ready}, {@code /metrics} and {@code /.well-known/jwks.json}. */
public final class ManagementServer implements AutoCloseable {
    private final HttpServer server;

    /**
     * @param live whether the process works; if not, it is to be started again
     * @param ready whether requests should come here
     */
    public ManagementServer(
            int port, BooleanSupplier live, BooleanSupplier ready, Supplier<String> metrics, String jwks) {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        } catch (IOException e) {
            throw new UncheckedIOException("port " + port + " of the management listener is taken", e);
        }
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        serveHealth("/health/live", live);
        serveHealth("/health/ready", ready);
        serve("/metrics", "text/plain; version=0.0.4; charset=utf-8", metrics);
        serve("/.well-known/jwks.json", "application/json", () -> jwks);
        server.start();
    }

    private void serveHealth(String path, BooleanSupplier up) {
        server.createContext(path, exchange -> {
            if (up.getAsBoolean()) {
                answer(exchange, 200, "application/json", "{\"status\":\"UP\"}");
            } else {
                answer(exchange, 503, "application/json", "{\"status\":\"DOWN\"}");
            }
        });
    }

    private void serve(String path, String contentType, Supplier<String> body) {
        server.createContext(path, exchange -> answer(exchange, 200, contentType, body.get()));
    }

    private static void answer(HttpExchange exchange, int status, String contentType, String body) throws IOException {
        try (exchange) {
            byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", contentType);
            exchange.sendResponseHeaders(status, bytes.length);
            exchange.getResponseBody().write(bytes);
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
